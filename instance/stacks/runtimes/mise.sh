# shellcheck shell=bash
# Node by mise (https://mise.jdx.dev), which reads the repository's own files for versions. As `app`, kept between deploys.
MISE_VERSION=2026.9.15
MISE_SHA512=06eb4f146cb3b4dd1193f1ce1ef1ee7fe5bcd0292f4110236c3587be11897373e72f77b62a10986483b28f1f303e486bf5525affbb09657a71b6de492e3b1f69

# Where the dependencies are installed: in a monorepo, its top (npm.sh).
WORKSPACE=$PWD

# use_mise: puts it on the PATH. Its npm package is one binary.
use_mise() {
  local directory=$HOME/tools/mise-$MISE_VERSION archive
  # Never MISE_YES: a repository's mise.toml can run programs, so only files of the site are trusted, and only `app` runs this.
  export MISE_DATA_DIR=$HOME/mise MISE_USE_VERSIONS_HOST=0 MISE_NODE_MIRROR_URL=${NODE_MIRROR:-https://nodejs.org/dist/}
  export MISE_IDIOMATIC_VERSION_FILE_ENABLE_TOOLS=node MISE_TRUSTED_CONFIG_PATHS=/srv/testsite MISE_ENV_FILE='' MISE_CEILING_PATHS=/srv/testsite/releases
  PATH=$directory/bin:$PATH
  if [[ -x $directory/bin/mise ]]; then return 0; fi
  if [[ $(uname -m) != x86_64 ]]; then echo "mise isn't available for $(uname -m) machines yet: bring Node with the image." >&2; return 1; fi
  say "Installing mise $MISE_VERSION"
  mkdir -p "$HOME/tools"
  archive=$(mktemp "$HOME/tools/mise.XXXXXX")
  curl -fsSL --retry 3 --max-time 300 -o "$archive" \
    "${npm_config_registry:-https://registry.npmjs.org}/@jdxcode/mise-linux-x64/-/mise-linux-x64-$MISE_VERSION.tgz"
  sha512sum --check --status - <<<"$MISE_SHA512  $archive"
  rm -rf "$directory.new"
  mkdir "$directory.new"
  tar -xzf "$archive" -C "$directory.new" --strip-components 1
  rm -f "$archive"
  mv -T "$directory.new" "$directory"
}

# use_node: puts Node on the PATH: the version that the repository declares, or the newest with long-term support.
use_node() {
  local wanted=node pinned='' floating major own=${NODE_OPTIONS:-}
  use_mise
  # These say no version, so what the project's tools and dependencies need counts.
  floating=$(grep -hsm 1 . {.,"$WORKSPACE"}/{.nvmrc,.node-version} | head -n 1 | grep -xE '(lts(/\*)?|node|stable|latest)[[:space:]]*') || true
  if [[ -n $floating && $floating != lts* && -z $(node_for_tools) ]]; then wanted=node@latest
  elif [[ -n $floating || $(mise ls --current --json node) == '[]' ]]; then
    pinned=$(pinned_node)
    # mise's own `lts` is the one that was so when it was released.
    if [[ -n $pinned ]]; then wanted=node@$pinned; else wanted=node@$(node_releases | jq -r --arg major "v$(node_for_tools)." '([.[] | select(.version | startswith($major))] + [.[] | select(.lts)])[0].version[1:]'); fi
  fi
  install_node "$wanted"
  if [[ -z $pinned && $wanted == node@+([0-9.]) ]]; then
    wanted=$(node_releases | node "$STACKS/node/version.cjs" "${LOCK:+$WORKSPACE/$LOCK}")
    if [[ -n $wanted ]]; then install_node "node@$wanted"; fi
  fi
  NODE_VERSION=$(node --version) major=${NODE_VERSION#v} major=${major%%.*}
  if ((major > 16)) && uses_old_webpack; then
    set_default NODE_OPTIONS=--openssl-legacy-provider
    own="--openssl-legacy-provider $own"
  fi
  # By itself, Node takes half of the memory at most, without swap, and then gives up. Of two settings, the later one counts: people's own.
  export NODE_OPTIONS="--max-old-space-size=$(($(memory_mb) * 3 / 4)) $own"
  export npm_config_nodedir
  npm_config_nodedir=$(realpath -- "$(dirname -- "$(type -P node)")/..")
  if [[ ! -d $npm_config_nodedir/include/node ]]; then unset npm_config_nodedir; fi
  set_environment PATH="$PWD/node_modules/.bin:$WORKSPACE/node_modules/.bin:$PATH"
  note "Node ${NODE_VERSION#v}"
}

# The version that package.json pins for Volta, or netlify.toml for its host.
pinned_node() {
  local directory
  for directory in "$PWD" "$WORKSPACE"; do
    jq -r '.volta?.node? // empty | strings' "$directory/package.json" 2>/dev/null || true
    if [[ -f $directory/netlify.toml ]]; then sed -nE "s/^[[:space:]]*NODE_VERSION[[:space:]]*=[[:space:]]*[\"']v?([0-9.]+)[\"'].*/\1/p" "$directory/netlify.toml"; fi
  done | grep -xE '[0-9.]+' | head -n 1 || true
}

# The newest Node that old tools run on, for projects that declare none; nothing where that doesn't matter.
node_for_tools() {
  local sass
  if [[ $(version_of gulp) == [1-3]* ]]; then echo 10; return 0; fi
  # https://github.com/sass/node-sass#node-version-support-policy
  sass=$(version_of node-sass)
  case ${sass%%.*} in
    1 | 2 | 3 | 4)
      if is_before "$sass" 4.9; then echo 8; elif is_before "$sass" 4.12; then echo 10; elif is_before "$sass" 4.14; then echo 12; else echo 14; fi
      return 0 ;;
    5) echo 14; return 0 ;;
    6 | 7) echo 16; return 0 ;; 8) echo 18; return 0 ;; 9) echo 20; return 0 ;; esac
  if uses_old_webpack; then echo 16; fi
}

# webpack before 5.54 needs an OpenSSL before 3, which Node has had since 17. Most projects have it by a tool, or in the directory of a
# front end that a script at the top builds.
uses_old_webpack() {
  local file
  if has_old_webpack; then return 0; fi
  for file in */package.json; do
    if [[ $file != node_modules/* ]] && (cd -- "${file%/*}" && LOCK=$(find_locks . | head -n 1) && has_old_webpack); then return 0; fi
  done
  return 1
}

has_old_webpack() {
  local tool version
  version=$(version_of webpack)
  if [[ -n $version ]]; then is_before "$version" 5.54; return; fi
  for tool in react-scripts:5 @vue/cli-service:5 gatsby:3 nuxt:3 next:11 laravel-mix:6 @angular/core:12; do
    version=$(version_of "${tool%:*}")
    if [[ -n $version ]] && is_before "$version" "${tool#*:}"; then return 0; fi
  done
  return 1
}

# is_before VERSION OTHER
is_before() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

# Newest first, with `lts` (https://nodejs.org/dist/index.json).
node_releases() { curl -fsS --retry 2 --max-time 60 "${MISE_NODE_MIRROR_URL%/}/index.json"; }

# install_node node|node@VERSION: puts it on the PATH; `node` is the version that the repository's own files declare.
install_node() {
  local wanted=${1#node@} from=''
  if ! mise install --quiet "$1"; then
    if [[ $1 == node ]]; then
      wanted=$(mise ls --current --json node | jq -r '.[0].requested_version')
      from=$(mise ls --current --json node | jq -r '" (\(.[0].source.path | split("/") | last))"')
    fi
    unavailable "Node $wanted$from" "$(mise ls-remote node | cut -d. -f1 | uniq | tail -n 8 | paste -s -d' ')" "$(mise ls-remote "node@$wanted")"
    return 1
  fi
  PATH=$(mise where "$1")/bin:$PATH
}

# Prints the memory of the machine with its swap, in MB, or that of the container if it's less.
memory_mb() {
  local file limit mb
  mb=$(awk '/^(MemTotal|SwapTotal):/ {sum += $2} END {printf "%d", sum / 1024}' /proc/meminfo)
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [[ -r $file ]]; then limit=$(<"$file"); else continue; fi
    if [[ $limit =~ ^[0-9]{1,18}$ ]] && ((limit / 1048576 < mb)); then mb=$((limit / 1048576)); fi
  done
  printf '%s' "$mb"
}
