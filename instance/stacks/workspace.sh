# shellcheck shell=bash
# A monorepo of packages at whose top nothing else is: everything is built, and one app of it is for visitors.
# shellcheck source=instance/stacks/node.sh
source "$STACKS/node.sh"

build() {
  local app
  set_example_secrets
  use_packages
  app=$(find_workspace_app)
  if [[ -n $app ]]; then
    note "$app"
    (in_workspace_app "$app" adapt_framework)
  fi
  build_script
  set_environment NODE_ENV=production
}

start() {
  local app command
  app=$(find_workspace_app)
  if [[ -z $app ]]; then return 0; fi
  command=$(in_workspace_app "$app" start_app)
  if [[ -n $command ]]; then echo "cd $app && PATH=\$PWD/node_modules/.bin:\$PATH $command"; fi
}

# Prints the directory of the app for visitors: of several, the one that's called so.
find_workspace_app() {
  local directory
  for directory in apps/{web,site,website,www,frontend,client,app} packages/{web,site,website,www,frontend,client,app} {web,site,website,frontend,client} apps/* packages/*; do
    if [[ $directory =~ ^[A-Za-z0-9_/.-]+$ && ! -L $directory && -n $(stack_of "$directory") ]]; then echo "$directory"; return 0; fi
  done
}

# stack_of DIRECTORY: prints the id of the stack in stacks.json that its dependencies show.
stack_of() {
  if [[ ! -f $1/package.json ]]; then return 0; fi
  jq -r --slurpfile table /opt/pokopoko/stacks.json '
    ((.dependencies // {}) + (.devDependencies // {})) as $has
    | [$table[].stacks[] | select(.buildpack == "node" and any(.any[]; (.npm // []) | any($has[.] != null))) | .id][0]
      // (if .scripts.start? then "node-start" else empty end)' "$1/package.json"
}

# in_workspace_app DIRECTORY FUNCTION
in_workspace_app() {
  STACK=$(stack_of "$1")
  cd -- "$1" || return
  "$2"
}

start_app() {
  local serve
  serve=$(jq -r --arg id "$STACK" '.stacks[] | select(.id == $id).serve' /opt/pokopoko/stacks.json)
  # shellcheck source=instance/stacks/node.sh
  source "$STACKS/node.sh"
  if [[ $serve == program ]]; then start; fi
}
