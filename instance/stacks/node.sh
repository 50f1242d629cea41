# shellcheck shell=bash
# Everything that package.json builds or starts.
# shellcheck source=instance/stacks/runtimes/mise.sh
source "$STACKS/runtimes/mise.sh"

# Node 26 is linked to it, and Debian installs it only with a compiler.
packages() { echo libatomic1; }

build() {
  use_node
  use_package_manager
  install_dependencies
  build_script
  set_environment NODE_ENV=production
}

start() {
  case $STACK in
    next) if has_script start; then run_script start; else echo 'next start'; fi ;;
    nuxt) echo 'node .output/server/index.mjs' ;;
    nest) if [[ -f dist/main.js ]]; then echo 'node dist/main.js'; else first_file dist/src/main.js dist/apps/*/main.js; fi ;;
    astro-server) echo 'node dist/server/entry.mjs' ;;
    sveltekit) echo 'node build/index.js' ;;
    *) if has_script start; then run_script start; else first_file server.js app.js index.js; fi ;;
  esac
}

first_file() {
  local file
  for file; do if [[ -f $file ]]; then echo "node $file"; return 0; fi; done
}

# The scripts of package.json run by npm, which hands signals on and needs no lock file.
run_script() { echo "npm run --silent $1"; }
has_script() { jq -e --arg name "$1" '.scripts[$name]? | strings' package.json >/dev/null; }

# Sets MANAGER to npm, pnpm or yarn by the lock file, and puts the version on the PATH that package.json declares or the lock needs.
use_package_manager() {
  local declared version=''
  declared=$(jq -r '.packageManager? // empty | strings | split("+")[0]' package.json)
  LOCK=''
  if [[ -f pnpm-lock.yaml ]]; then MANAGER=pnpm LOCK=pnpm-lock.yaml
  elif [[ -f yarn.lock ]]; then MANAGER=yarn LOCK=yarn.lock
  elif [[ -f package-lock.json ]]; then MANAGER=npm LOCK=package-lock.json
  elif [[ -f npm-shrinkwrap.json ]]; then MANAGER=npm LOCK=npm-shrinkwrap.json
  elif [[ $declared == @(pnpm|yarn)@* ]]; then MANAGER=${declared%%@*}
  else MANAGER=npm; fi
  if [[ $MANAGER == npm ]]; then return 0; fi
  if [[ $declared == "$MANAGER"@+([0-9A-Za-z.-]) ]]; then version=${declared#*@}; else version=$(manager_for_lock); fi
  say "$MANAGER $version"
  use_manager "$version"
}

# The major version that reads the lock file as it is: others refuse it, or rewrite it silently.
manager_for_lock() {
  case $MANAGER in
    pnpm) case $(sed -n "s/^lockfileVersion: *'\?\([0-9]*\).*/\1/p" pnpm-lock.yaml | head -n 1) in 5) echo 7 ;; 6) echo 8 ;; *) echo 10 ;; esac ;;
    yarn) if grep -q '^__metadata:' yarn.lock; then echo 4; else echo 1; fi ;;
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
  PATH=$directory/node_modules/.bin:$PATH
}

# Dev dependencies too: builds need them.
install_dependencies() {
  local key directory
  key=$({ cat package.json ${LOCK:+"$LOCK"} .npmrc .yarnrc.yml 2>/dev/null || true; echo "$MANAGER $NODE_VERSION"; } | sha256sum)
  key=${key%% *}
  # With workspaces there are many node_modules, and links between them.
  if [[ -n $LOCK && ! -f pnpm-workspace.yaml && $(jq 'has("workspaces")' package.json) == false ]] && directory=$(kept node_modules "$key"); then
    say 'Dependencies are those of the last deploy'
    cp -a "$directory" node_modules
    run_own_scripts
    return 0
  fi
  say "Installing dependencies with $MANAGER"
  case $MANAGER in
    npm) if [[ -n $LOCK ]]; then npm ci --include=dev --no-audit --no-fund; else npm install --include=dev --no-audit --no-fund; fi ;;
    pnpm) pnpm install ${LOCK:+--frozen-lockfile} --prod=false ;;
    yarn) install_with_yarn ;;
  esac
  if [[ -n $LOCK && -d node_modules && ! -L node_modules ]]; then keep node_modules "$key" node_modules; fi
}

install_with_yarn() {
  if [[ $(yarn --version) == 1.* ]]; then yarn install ${LOCK:+--frozen-lockfile} --production=false --non-interactive
  else YARN_NODE_LINKER=node-modules YARN_ENABLE_TELEMETRY=0 yarn install ${LOCK:+--immutable}; fi
}

# What the package manager runs after an install; it may write outside node_modules.
run_own_scripts() {
  local script
  for script in preinstall install postinstall prepare; do if has_script "$script"; then npm run --silent "$script"; fi; done
}

build_script() {
  local script
  for script in build docs:build build:prod; do
    if ! has_script "$script"; then continue; fi
    say "npm run $script"
    npm run --silent "$script"
    return 0
  done
}
