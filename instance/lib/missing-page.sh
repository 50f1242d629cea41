# shellcheck shell=bash
# What people are told when there's no start page.

# Sets `problem` and `hint`.
explain_missing_page() {
  local root pages apps
  if [[ $SERVE == program ]]; then
    hint=$(page_of_program)
    if [[ -n $hint ]]; then problem=page-elsewhere; fi
    return 0
  fi
  root=$(realpath -e -- "$CURRENT")${APP_AT:+/$APP_AT}
  pages=$(directories_with "$root" index.html index.php)
  if [[ -n $STACK_FILE ]]; then hint=$(in_short "$pages"); return 0; fi
  hint=$(unknown_file "$root")
  if [[ -n $hint ]]; then problem=unknown-kind; return 0; fi
  apps=$(directories_with "$root" package.json composer.json Gemfile requirements.txt pyproject.toml Pipfile go.mod)
  # A page in an app is a part of it.
  pages=$(apps=$apps awk 'BEGIN {count = split(ENVIRON["apps"], app, "\n")} {for (i = 1; i <= count; i++) if (index($0 "/", app[i] "/") == 1) next; print}' <<<"$pages")
  if [[ -n $apps ]] && container_file "$root" >/dev/null; then problem=apps-in-containers hint=$(in_short "$apps")
  elif [[ -n $pages ]]; then hint=$(in_short "$pages")
  elif [[ -n $apps ]]; then problem=app-elsewhere hint=$(in_short "$apps")
  elif hint=$(container_file "$root"); then problem=container-only
  elif hint=$(first_file "$root" cookiecutter.json copier.y{,a}ml pyproject.toml setup.py package.json composer.json); then problem=library; fi
}

# Prints where a program has a page, if not at /: an API's documentation, or the administration.
page_of_program() {
  local path status type
  for path in /docs /api/docs /swagger/index.html /api-docs/ /graphql /admin/ /api/; do
    IFS=' ' read -r status _ type < <(fetch_page "$path" /dev/null)
    if [[ $status == 3?? || $status == 200 && $type == text/html* ]]; then printf '%s' "$path"; fi
    if [[ $status != 404 ]]; then return 0; fi
  done
}

# directories_with ROOT NAME…: those below that have such a file, the shallowest first; none of tests, nor of templates, whose names are
# placeholders.
directories_with() {
  local root=$1 name names=()
  shift
  for name; do names+=(-o -name "$name"); done
  (cd -- "$root" && find . -mindepth 1 -maxdepth 3 \( -name node_modules -o -name vendor -o -name '.*' -o -name '*{{*' -o -name 'test' -o -name 'tests' -o -name '__tests__' -o -name 'fixtures' \) -prune -o -type f -path './*/*' \( "${names[@]:1}" \) -printf '%d %h\n') |
    sort -u | sort -s -n -k 1,1 | cut -d' ' -f2- | sed 's#^\./##' | awk '!seen[$0]++' || true
}

# in_short LINES: the first three.
in_short() { awk 'NR > 3 {print "…"; exit} {print}' <<<"$1" | paste -s -d, | sed 's/,/, /g'; }

# The file that says how to run this in containers, which isn't done here; false without one. Those of src/site/detection.ts.
container_file() { first_file "$1" compose.yaml compose.yml docker-compose.yaml docker-compose.yml Dockerfile; }

# The file of a kind of app that no stack is for; nothing without one.
unknown_file() { (cd -- "$1" && find . -maxdepth 1 -type f -printf '%P\n') | grep -E "$(jq -r .below.unknown /opt/pokopoko/stacks.json)" | sort | head -n 1 || true; }

# first_file DIRECTORY NAME…: prints the first that is there; false when none is.
first_file() {
  local name directory=$1
  shift
  for name; do if [[ -f $directory/$name ]]; then printf '%s' "$name"; return 0; fi; done
  return 1
}
