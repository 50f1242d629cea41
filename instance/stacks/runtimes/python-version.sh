# shellcheck shell=bash
# The version of Python.

# Sets PYTHON: a version or a range of versions, for uv. Debian's serves if it fits. Unless the project says which, OLDER_PYTHONS are
# others that serve, too: the oldest of the range, or for packages of some years ago.
choose_python() {
  local from found oldest
  declared_python
  OLDER_PYTHONS=()
  if [[ -z $PYTHON ]]; then PYTHON=3 OLDER_PYTHONS=(3.11 3.9) from=''; else from=" ($PYTHON_FILE)"; fi
  if [[ $PYTHON =~ \>=\ *([0-9]+\.[0-9]+) ]]; then OLDER_PYTHONS=("${BASH_REMATCH[1]}"); fi
  if found=$(find_python "$PYTHON"); then
    PYTHON=$found
    if [[ $("$PYTHON" --version) == "Python ${OLDER_PYTHONS[0]:-}".* ]]; then OLDER_PYTHONS=("${OLDER_PYTHONS[@]:1}"); fi
    return 0
  fi
  # Hardly a project needs a certain patch.
  if [[ $PYTHON == +([0-9]).+([0-9]).+([0-9]) ]] && found=$(find_python "${PYTHON%.*}"); then
    say "Python $PYTHON can't be had; using $("$found" --version)"
    PYTHON=$found
    return 0
  fi
  # Versions disappear some years after their end. The oldest one left is the nearest.
  oldest=$(python_versions | cut -d' ' -f1)
  if [[ $PYTHON =~ ^(==)?\ *([0-9]+\.[0-9]+) ]] && printf '%s\n' "${BASH_REMATCH[2]}" "$oldest" | sort -CV && found=$(find_python "$oldest"); then
    say "Python $PYTHON$from can't be had; using $("$found" --version)"
    PYTHON=$found
    return 0
  fi
  unavailable "Python $PYTHON$from" "$(python_versions)" "$(uv python list --only-downloads "$PYTHON" 2>/dev/null)"
}

# Prints the path of an interpreter that is there, or that uv downloads; says why not when it can't. uv takes a while to say the obvious.
find_python() {
  if [[ $1 == +([0-9.]) && $(/usr/bin/python3 --version 2>/dev/null). == "Python $1".* ]]; then echo /usr/bin/python3; return 0; fi
  uv python find --no-project --no-python-downloads --system "$1" 2>/dev/null && return 0
  uv python install --quiet --no-bin "$1" >&2 || return 1
  uv python find --no-project --no-python-downloads --system "$1"
}

python_versions() {
  { uv python list --no-python-downloads --output-format json; uv python list --only-downloads --output-format json; } 2>/dev/null |
    jq -rs '[add[] | select(.implementation == "cpython" and .variant == "default") | .version_parts | [.major, .minor]] | unique | map("\(.[0]).\(.[1])") | join(" ")'
}

# Sets PYTHON as declared, and PYTHON_FILE to where.
declared_python() {
  local place
  for place in .python-version runtime.txt .tool-versions mise.toml Pipfile pyproject.toml; do
    if [[ ! -f $place ]]; then continue; fi
    PYTHON_FILE=$place
    case $place in
      .python-version) PYTHON=$(sed -nE 's/^[[:space:]]*(cpython-|python-)?([0-9][0-9.]*).*/\2/p' .python-version | head -n 1) ;;
      runtime.txt) PYTHON=$(sed -nE 's/^python-([0-9.]+).*/\1/p' runtime.txt | head -n 1) ;;
      .tool-versions) PYTHON=$(sed -nE 's/^python[[:space:]]+([0-9.]+).*/\1/p' .tool-versions | head -n 1) ;;
      mise.toml) PYTHON=$(sed -nE 's/^python[[:space:]]*=[[:space:]]*"([0-9.]+)".*/\1/p' mise.toml | head -n 1) ;;
      Pipfile) PYTHON=$(sed -nE 's/^python_(full_)?version[[:space:]]*=[[:space:]]*"([0-9.]+)".*/\2/p' Pipfile | tail -n 1) ;;
      pyproject.toml) PYTHON=$(python_range) ;;
    esac
    if [[ -n $PYTHON ]]; then return 0; fi
  done
  PYTHON='' PYTHON_FILE=''
}

# pyproject.toml's requires-python, or Poetry's own `python = "^3.11"` in the same words.
python_range() {
  local range
  range=$(sed -nE 's/^requires-python[[:space:]]*=[[:space:]]*["'\'']([^"'\'']*)["'\''].*/\1/p' pyproject.toml | head -n 1)
  if [[ -z $range ]]; then
    range=$(sed -nE '/^\[tool\.poetry\.dependencies\]/,/^\[/s/^python[[:space:]]*=[[:space:]]*["'\'']([^"'\'']*)["'\''].*/\1/p' pyproject.toml | head -n 1)
    case $range in
      '*') range='' ;;
      '^'*) range=">=${range#^},<4" ;;
      '~'[0-9]*) range="==$(cut -d. -f1,2 <<<"${range#'~'}").*" ;;
      [0-9]*) range="==$range" ;;
    esac
  fi
  if [[ $range == *[!0-9A-Za-z.,\<\>=!~*\ ]* ]]; then echo "The Python version in pyproject.toml can't be read." >&2; return 1; fi
  printf '%s' "$range"
}

# Did the packages fail because of the version?
is_for_other_version() {
  grep -qE 'does not satisfy Python|Failed to build|build backend|ImportError|ModuleNotFoundError|SyntaxError|AttributeError|TypeError' "$RELEASE/.pokopoko/attempt"
}

# use_older_python VERSION: sets PYTHON.
use_older_python() {
  local own found
  own=$("$PYTHON" --version)
  say "These packages don't go with $own: trying $1"
  if ! found=$(find_python "$1"); then
    echo "These packages don't go with $own. Update them, or name their version of Python in .python-version. Versions that can be had: $(python_versions)." >&2
    return 1
  fi
  PYTHON=$found
}
