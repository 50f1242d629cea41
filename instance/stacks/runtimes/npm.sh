# shellcheck shell=bash
# npm, pnpm, Yarn and Bun: which one a project uses, and how its dependencies are installed.

# Debian packages of Node, and a compiler where the project has packages that may come as source.
node_packages() {
  # Node 26 is linked to it, and Debian installs it only with a compiler.
  echo libatomic1
  if cat package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock 2>/dev/null |
    grep -qE '(^|[ "/])(node-gyp|node-pre-gyp|prebuild-install|node-sass|bcrypt|canvas)["@/:]'; then echo build-essential python3; fi
}

# find_workspace: sets WORKSPACE to the directory with the lock file of a monorepo that the app directory belongs to, or to the app's own.
find_workspace() {
  WORKSPACE=$PWD
  while [[ $WORKSPACE == "$RELEASE"/* ]]; do
    if [[ $WORKSPACE == "$PWD" && -n $(find_locks .) ]]; then return 0; fi
    WORKSPACE=${WORKSPACE%/*}
    if [[ -f $WORKSPACE/pnpm-workspace.yaml ]] || jq -e .workspaces "$WORKSPACE/package.json" >/dev/null 2>&1; then return 0; fi
  done
  WORKSPACE=$PWD
}

find_locks() {
  local file
  for file in pnpm-lock.yaml yarn.lock package-lock.json npm-shrinkwrap.json bun.lock bun.lockb; do if [[ -f $1/$file ]]; then echo "$file"; fi; done
}

# version_of PACKAGE: prints its version as it is locked, or the first one in the range of package.json.
version_of() {
  local found=''
  case $LOCK in
    package-lock.json | npm-shrinkwrap.json) found=$(jq -r --arg name "$1" '(.packages["node_modules/" + $name] // .dependencies[$name]).version? // empty' "$LOCK") ;;
    pnpm-lock.yaml) found=$(sed -nE "s#^  '?/?$1[@/]([0-9][0-9.]*).*#\1#p" "$LOCK" | head -n 1) ;;
    yarn.lock) found=$(sed -nE "\#^\"?$1@#,/^\$/s/^  version:? \"?([0-9][0-9.]*).*/\1/p" "$LOCK" | head -n 1) ;;
    bun.lock) found=$(sed -nE "s#.*\[\"$1@([0-9][0-9.]*).*#\1#p" "$LOCK" | head -n 1) ;;
  esac
  if [[ -z $found ]]; then
    found=$(jq -r --arg name "$1" '(.dependencies[$name]? // .devDependencies[$name]?) // empty | strings' package.json | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1) || true
  fi
  printf '%s' "$found"
}

declare -A LOCK_MANAGERS=([pnpm-lock.yaml]=pnpm [yarn.lock]=yarn [package-lock.json]=npm [npm-shrinkwrap.json]=npm [bun.lock]=bun [bun.lockb]=bun)

# Sets MANAGER and LOCK, '' without a lock file. Of several, the one that package.json's `packageManager` reads.
find_package_manager() {
  local file locks
  DECLARED_MANAGER=$(jq -r '.packageManager? // empty | strings | split("+")[0]' package.json)
  mapfile -t locks < <(find_locks .)
  LOCK=${locks[0]:-}
  for file in "${locks[@]}"; do if [[ ${LOCK_MANAGERS[$file]} == "${DECLARED_MANAGER%%@*}" ]]; then LOCK=$file; fi; done
  if [[ -n $LOCK ]]; then MANAGER=${LOCK_MANAGERS[$LOCK]}
  elif [[ $DECLARED_MANAGER == @(pnpm|yarn|bun)@* ]]; then MANAGER=${DECLARED_MANAGER%%@*}
  else
    # Packages that refuse other managers: https://github.com/pnpm/only-allow.
    MANAGER=$(jq -r '.scripts.preinstall? // "" | strings | capture("only-allow (?<name>pnpm|yarn|bun)").name' package.json)
    MANAGER=${MANAGER:-npm}
  fi
}

# Puts the manager on the PATH, in the version that package.json declares or the lock file needs.
use_package_manager() {
  local version
  if [[ $MANAGER == npm ]]; then return 0; fi
  if [[ $DECLARED_MANAGER == "$MANAGER"@+([0-9A-Za-z.-]) ]]; then version=${DECLARED_MANAGER#*@}; else version=$(manager_for_lock); fi
  say "$MANAGER $version"
  use_manager "$version"
}

# The major version that reads the lock file as it is: others refuse it, or rewrite it silently.
manager_for_lock() {
  case $MANAGER in
    pnpm) case $(sed -n "s/^lockfileVersion: *'\?\([0-9]*\).*/\1/p" pnpm-lock.yaml 2>/dev/null | head -n 1) in 5) echo 7 ;; 6) echo 8 ;; *) echo 10 ;; esac ;;
    yarn) case $(sed -nE '/^__metadata:/,/^$/s/^  version: ([0-9]+)$/\1/p' yarn.lock 2>/dev/null) in '') echo 1 ;; 4) echo 2 ;; 5) echo 3.1 ;; 6) echo 3 ;; 7 | 8) echo 4.13 ;; 9) echo 4.14 ;; *) echo 4 ;; esac ;;
    bun) echo 1 ;;
  esac
}

use_manager() {
  local package=$MANAGER directory=$HOME/tools/$MANAGER-$1
  if [[ $MANAGER == yarn && $1 != 1* ]]; then package=@yarnpkg/cli-dist; fi
  if [[ ! -d $directory ]]; then
    rm -rf "$directory.new"
    npm install --silent --no-audit --no-fund --prefix "$directory.new" "$package@$1"
    mv -T "$directory.new" "$directory"
  fi
  # Also for programs: scripts call their manager.
  set_environment PATH="$directory/node_modules/.bin:$PATH"
}

# Dev dependencies too: builds need them.
install_node_modules() {
  local key
  key=$({ cat package.json ${LOCK:+"$LOCK"} .npmrc .yarnrc.yml 2>/dev/null || true; echo "$MANAGER $NODE_VERSION"; } | sha256sum)
  key=${key%% *}
  quiet_installers
  # With workspaces there are many node_modules, and links between them.
  if [[ -n $LOCK && ! -f pnpm-workspace.yaml && $(jq 'has("workspaces")' package.json) == false ]] && take node_modules "$key" node_modules; then
    say 'Dependencies are those of the last deploy'
    run_own_scripts
    return 0
  fi
  say "Installing dependencies with $MANAGER"
  "install_with_$MANAGER"
  if [[ -n $LOCK && -d node_modules && ! -L node_modules ]]; then keep node_modules "$key" node_modules; fi
}

# A release isn't a clone, so git's hooks can't be installed, and what only tests need isn't downloaded. Packages that are
# locked by SSH or by GitHub's former protocol come by HTTPS, for which no key is needed.
quiet_installers() {
  export HUSKY=0 HUSKY_SKIP_INSTALL=1 SKIP_INSTALL_SIMPLE_GIT_HOOKS=1 LEFTHOOK=0 CYPRESS_INSTALL_BINARY=${CYPRESS_INSTALL_BINARY:-0} DISABLE_OPENCOLLECTIVE=1 ADBLOCK=1
  export npm_config_update_notifier=false NEXT_TELEMETRY_DISABLED=1 ASTRO_TELEMETRY_DISABLED=1 NUXT_TELEMETRY_DISABLED=1 GATSBY_TELEMETRY_DISABLED=1 NG_CLI_ANALYTICS=false
  # pnpm 10 and later run no package's own build otherwise, and don't fail.
  export npm_config_dangerously_allow_all_builds=true pnpm_config_dangerously_allow_all_builds=true
  export GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=url.https://github.com/.insteadOf GIT_CONFIG_VALUE_0=ssh://git@github.com/ \
    GIT_CONFIG_KEY_1=url.https://github.com/.insteadOf GIT_CONFIG_VALUE_1=git@github.com: \
    GIT_CONFIG_KEY_2=url.https://github.com/.insteadOf GIT_CONFIG_VALUE_2=git://github.com/
}

# attempt COMMAND…: runs it, and keeps what it says for `tells`. Of a failure people see the last lines, which npm uses for a file of its own.
attempt() { "$@" 2>&1 | sed -uE '/^npm (error|ERR!) A complete log of this run/d' | tee "$RELEASE/.pokopoko/attempt"; }
tells() { grep -qE "$1" "$RELEASE/.pokopoko/attempt"; }

# is_stale PATTERN: does the lock file lack what package.json asks for? Then package.json counts, as it does at Netlify and Vercel.
is_stale() {
  if [[ -z $LOCK ]] || ! tells "$1"; then return 1; fi
  say "$LOCK doesn't fit package.json any more: installing what package.json asks for"
}

install_with_npm() {
  local command=ci options=(--include=dev --no-audit --no-fund)
  if [[ -z $LOCK ]]; then command=install; fi
  until attempt npm "$command" "${options[@]}"; do
    if [[ $command == ci ]] && is_stale 'can only install (packages )?(when|with)'; then command=install
    elif [[ ${options[*]} != *legacy* ]] && tells '^npm (error|ERR!) code (ERESOLVE|ETARGET)'; then
      say 'Packages disagree on their peers: installing all the same, as npm 6 did'
      options+=(--legacy-peer-deps)
    else return 1; fi
  done
}

install_with_pnpm() {
  if attempt pnpm install ${LOCK:+--frozen-lockfile} --prod=false; then return 0; fi
  if is_stale 'ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)'; then pnpm install --no-frozen-lockfile --prod=false; else return 1; fi
}

install_with_yarn() {
  local options=(--production=false --non-interactive --ignore-engines)
  if [[ $(yarn --version) == 1.* ]]; then
    if attempt yarn install ${LOCK:+--frozen-lockfile} "${options[@]}"; then return 0; fi
    if is_stale 'lockfile needs to be updated'; then yarn install "${options[@]}"; else return 1; fi
  else
    # The project may have Yarn itself, or say so and leave it out of git.
    if [[ ! -f $(sed -nE 's/^yarnPath: *"?([^"]+)"?$/\1/p' .yarnrc.yml 2>/dev/null) ]]; then set_environment YARN_IGNORE_PATH=1; fi
    set_environment YARN_NODE_LINKER=node-modules YARN_ENABLE_TELEMETRY=0
    if attempt yarn install ${LOCK:+--immutable}; then return 0; fi
    if is_stale YN0028; then yarn install --no-immutable; else return 1; fi
  fi
}

install_with_bun() {
  if attempt bun install ${LOCK:+--frozen-lockfile}; then return 0; fi
  if is_stale 'lockfile had changes'; then bun install; else return 1; fi
}

# What the package manager runs after an install; it may write outside node_modules.
run_own_scripts() {
  local script
  for script in preinstall install postinstall prepare; do if has_script "$script"; then npm run --silent "$script"; fi; done
}
