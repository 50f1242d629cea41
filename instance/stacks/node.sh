# shellcheck shell=bash
# Everything that package.json builds or starts.
# shellcheck source=instance/stacks/runtimes/mise.sh
source "$STACKS/runtimes/mise.sh"
# shellcheck source=instance/stacks/runtimes/npm.sh
source "$STACKS/runtimes/npm.sh"
# shellcheck source=instance/stacks/runtimes/tasks.sh
source "$STACKS/runtimes/tasks.sh"

packages() { node_packages; }

build() {
  if [[ $STACK == node-pages ]] && are_pages_complete; then return 0; fi
  set_example_secrets
  set_own_addresses
  add_environment_files
  use_packages
  use_prisma
  adapt_framework
  if ! is_component_library; then build_script; fi
  build_storybook
  set_environment NODE_ENV=production
  # It's started where it's built, and doesn't without what its example of an environment names.
  if [[ $STACK == adonis && -f .env.example && ! -e build/.env ]]; then cp .env.example build/.env; fi
}

# Prints the directory in which the build made a start page, the one nearest to the top; nothing where it made pages beside that, since the
# start page of them all is missing then.
made_page() {
  local made begun=$RELEASE/.pokopoko/begun
  made=$(find . \( -name '.?*' -o -name node_modules -o -name vendor -o -name coverage \) -prune -o -path './*/*/*/*/*' -prune -o \
    -path './*/*' -type f -name index.html -cnewer "$begun" -printf '%d %P\n' | sort -s -n -k 1,1 | sed -nE '1s#^[0-9]+ (.*)/index\.html$#\1#p')
  if [[ $made != */* || -z $(find "./${made%%/*}" -path "./$made" -prune -o -type f -name '*.html' -cnewer "$begun" -print -quit) ]]; then printf '%s\n' "$made"; fi
}

# Auth.js answers only at the address that it's told, and with a secret. Other addresses of the site itself are those that the project's
# example of an environment has on the developer's machine.
set_own_addresses() {
  local name
  if jq -r '.dependencies | objects | keys[]' package.json | grep -E '^(next-auth|@auth/(core|express|sveltekit))$' >/dev/null; then
    set_default AUTH_URL="${SITE_URL:-}" NEXTAUTH_URL="${SITE_URL:-}" AUTH_TRUST_HOST=true
    set_secrets AUTH_SECRET NEXTAUTH_SECRET
  fi
  while read -r name; do set_default "$name=${SITE_URL:-}"; done < <(example_environment |
    sed -nE "s#^(export +)?(((NEXT|NUXT|PAYLOAD)_PUBLIC_|VITE_|REACT_APP_|GATSBY_|PUBLIC_)?(APP|SITE|SERVER|NEXTAUTH|AUTH|BETTER_AUTH)_URL)[[:space:]]*=[[:space:]]*[\"']?https?://(localhost|127\.0\.0\.1)(:[0-9]+)?/?[\"']?[[:space:]]*(\#.*)?\$#\2#p" | sort -u)
}

# Node and env-cmd end without the file of an environment that they're told to read, and it's rarely in git: what it would say is set.
add_environment_files() {
  local file
  while read -r file; do if [[ ! -e $file && -d $(dirname -- "$file") ]]; then : >"$file"; fi; done < <(
    sed -nE 's/.*(--env-file[= ]|env-cmd -f )([A-Za-z0-9._/-]+).*/\2/p' package.json | sort -u)
}

# Of a library, visitors get the components that its Storybook shows.
is_component_library() { [[ $STACK == vite-library && -n $(script_of_storybook) && -z $(find . -maxdepth 3 -name node_modules -prune -o -name index.html -print -quit) ]]; }

build_storybook() {
  local name
  if [[ $STACK != @(vite-library|node-assets|node-build|stencil) || -n $(made_page) ]]; then return 0; fi
  name=$(script_of_storybook)
  if [[ -z $name ]]; then return 0; fi
  say "npm run $name"
  npm run --silent "$name"
}

script_of_storybook() {
  local name
  for name in build-storybook build:storybook storybook:build; do if has_script "$name"; then echo "$name"; return 0; fi; done
}

shared() { if [[ $STACK == adonis ]]; then echo build/tmp; fi; }

# Prisma's client for the schema, since not all versions generate it at their installation, and a SQLite database that stays.
use_prisma() {
  local schema name
  schema=$(prisma_schema)
  if [[ -z $schema ]]; then return 0; fi
  if grep -qE '^[[:space:]]*provider[[:space:]]*=[[:space:]]*"sqlite"' "$schema"; then
    name=$(sed -nE 's/^[[:space:]]*url[[:space:]]*=[[:space:]]*env\("([A-Z0-9_]+)"\).*/\1/p' "$schema" | head -n 1)
    if [[ -n $name ]]; then set_default "$name=file:$SHARED/prisma.db"; fi
  fi
  if ! grep -q 'prisma generate' package.json; then prisma generate --schema "$schema"; fi
}

prisma_schema() {
  local file
  if ! type -P prisma >/dev/null; then return 0; fi
  for file in prisma/schema.prisma src/prisma/schema.prisma; do if [[ -f $file ]]; then echo "$file"; return 0; fi; done
}

# Node, the package manager, and the dependencies. In a monorepo they are installed at its top.
use_packages() {
  local app=$PWD
  find_workspace
  cd -- "$WORKSPACE" || return
  find_package_manager
  cd -- "$app" || return
  use_node
  cd -- "$WORKSPACE" || return
  use_package_manager
  install_node_modules
  cd -- "$app" || return
}

start() {
  case $STACK in
    next) start_next ;;
    nuxt)
      if [[ -f .output/server/index.mjs ]]; then echo 'node .output/server/index.mjs'
      elif [[ -d .nuxt/dist && ! -f dist/index.html ]]; then echo 'nuxt start'; fi ;;
    nitro) if [[ -f .output/server/index.mjs ]]; then echo 'node .output/server/index.mjs'; elif has_script start; then run_script start; fi ;;
    adonis) echo 'cd build && exec node bin/server.js' ;;
    nest) first_file dist/{,src/,apps/*/,*/}main.js ;;
    astro-server) first_file dist/server/entry.mjs ;;
    sveltekit) if [[ -f build/handler.js ]]; then echo 'node build/index.js'; fi ;;
    react-router) if has_script start; then run_script start; elif [[ -f build/server/index.js ]]; then echo 'react-router-serve build/server/index.js'; fi ;;
    *) start_script ;;
  esac
}

# Nx's own server builds for development, and again at each change.
start_script() {
  local built=''
  if [[ $(script start) == *'nx serve'* ]]; then built=$(first_file dist/{,*/,apps/*/}main.js); fi
  if [[ -n $built ]]; then echo "$built"
  elif has_script start; then run_script start
  else first_server "$(jq -r '.main? // empty | strings' package.json)" {,src/}{server,app,index,main}.@(js|mjs|cjs); fi
}

first_server() {
  local file
  for file; do if [[ -f $file ]] && grep -qE '(listen|serve)\(' "$file"; then first_file "$file"; return 0; fi; done
}

# Not by a script that is for development. With `output: 'export'` there is nothing to start.
start_next() {
  if [[ ! -d .next || -f .next/export-detail.json && -f out/index.html ]]; then return 0; fi
  if has_script start && [[ $(script start) != *'next dev'* ]]; then run_script start; else echo 'next start'; fi
}

first_file() {
  local file
  for file; do if [[ -f $file ]]; then echo "node $file"; return 0; fi; done
}

# The scripts of package.json run by npm, which hands signals on and needs no lock file.
run_script() { echo "npm run --silent $1"; }
has_script() { [[ -n $(script "$1") ]]; }
script() { jq -r --arg name "$1" '.scripts[$name]? // empty | strings' package.json; }

has_release() { if [[ $STACK == adonis || -n ${DATABASE_URL:-} ]]; then echo yes; fi; }

# The database's tables, if there's a database: by what the project calls that, or as its tool does it. Procfile's `release` comes before this.
release() {
  local name schema
  # Also of SQLite, which it takes by itself.
  if [[ $STACK == adonis && -d build/database/migrations ]]; then (cd build && node ace.js migration:run --force); return; fi
  if [[ -z ${DATABASE_URL:-} ]]; then return 0; fi
  for name in {db:migrate,migrate,db,prisma}:deploy {db:migrate,migrate}:{latest,up} db{:,-}migrate {migration,migrations,migrate}:run db{:,-}push; do
    case $(script "$name") in
      '' | *'migrate dev'* | *docker*) continue ;;
      # It fails without any.
      *'drizzle-kit migrate'*) if [[ -z $(find . -maxdepth 5 -name node_modules -prune -o -name _journal.json -print -quit) ]]; then continue; fi ;;
    esac
    say "npm run $name"
    npm run --silent "$name"
    return 0
  done
  schema=$(prisma_schema)
  if [[ -n $schema && -d ${schema%/*}/migrations ]]; then prisma migrate deploy --schema "$schema"
  elif [[ -n $schema ]]; then prisma db push --schema "$schema"
  elif has_migrations knex && compgen -G 'knexfile.*' >/dev/null; then knex migrate:latest
  # Its own template names databases on the developer's machine.
  elif has_migrations sequelize-cli && { [[ -f .sequelizerc ]] || grep -qsE 'use_env_variable|process\.env' config/config.@(js|cjs|json); }; then sequelize-cli db:migrate; fi
}

# has_migrations COMMAND: is there that command, and a directory of what it runs?
has_migrations() {
  type -P "$1" >/dev/null && [[ -n $(find . -maxdepth 4 -name node_modules -prune -o -type d -name migrations -print -quit) ]]
}

# SvelteKit's adapters for other hosts make nothing that can be started here.
adapt_framework() {
  local configuration
  if [[ $STACK != sveltekit ]]; then return 0; fi
  for configuration in svelte.config.@(js|ts|mjs) vite.config.@(js|ts|mjs); do
    if ! grep -qE '@sveltejs/adapter-(auto|vercel|netlify|cloudflare)' "$configuration"; then continue; fi
    say "Using @sveltejs/adapter-node for the adapter in $configuration"
    add_svelte_adapter "$(if [[ $(version_of @sveltejs/kit) == 1.* ]]; then echo 1; else echo 5; fi)"
    sed -i -E 's#@sveltejs/adapter-(auto|vercel|netlify|cloudflare(-workers)?)#@sveltejs/adapter-node#' "$configuration"
  done
}

# add_svelte_adapter VERSION: with its own dependencies below it. SvelteKit is the project's.
add_svelte_adapter() {
  local own=node_modules/@sveltejs/adapter-node tool=$HOME/tools/svelte-adapter-$1
  if [[ -d $own ]]; then return 0; fi
  if [[ ! -d $tool ]]; then
    rm -rf "$tool.new"
    npm install --silent --no-audit --no-fund --legacy-peer-deps --prefix "$tool.new" "@sveltejs/adapter-node@$1"
    mv -T "$tool.new" "$tool"
  fi
  mkdir -p node_modules/@sveltejs
  cp -a "$tool/$own" "$own"
  cp -a "$tool/node_modules" "$own/"
}

# What the project calls its build, or what builds such a project where it doesn't.
build_script() {
  local name
  name=$(script_of_build)
  if [[ -z $name ]]; then default_build; return; fi
  build_workspace
  say "npm run $name"
  npm run --silent "$name"
}

script_of_build() {
  local name
  # Heroku's own takes the place of the general one: https://devcenter.heroku.com/articles/nodejs-support#build-behavior
  for name in heroku-postbuild $(host_script) build docs:build build:prod build:production production prod generate; do
    if has_script "$name"; then echo "$name"; return 0; fi
  done
}

# Are the pages in git as visitors get them? Then packages are only for development, and may be too old to be installed.
are_pages_complete() {
  [[ -z $(script_of_build) ]] && ! grep -q node_modules -- *.html
}

# The script by which the project's static host builds it.
host_script() {
  {
    if [[ -f netlify.toml ]]; then sed -nE '/^\[build\]/,/^\[+[^b]/s/^[[:space:]]*command[[:space:]]*=[[:space:]]*["'\'']([^"'\'']+).*/\1/p' netlify.toml; fi
    if [[ -f vercel.json ]]; then jq -r '.buildCommand? // empty | strings' vercel.json; fi
  } 2>/dev/null | sed -nE 's/^(npm|yarn|pnpm|bun)( run)? ([A-Za-z0-9:_-]+)( *$| *&& .*)/\3/p' | head -n 1
}

# What the app needs of its monorepo.
build_workspace() {
  local name
  if [[ $WORKSPACE == "$PWD" ]]; then return 0; fi
  name=$(jq -r '.name // empty' package.json)
  if [[ -z $name ]]; then return 0; fi
  if [[ -f $WORKSPACE/turbo.json ]]; then
    say "turbo run build --filter=$name^..."
    (cd -- "$WORKSPACE" && "$WORKSPACE/node_modules/.bin/turbo" run build --filter="$name^...")
  elif [[ $MANAGER == pnpm ]]; then
    say "pnpm --filter $name^... run build"
    pnpm --filter "$name^..." --if-present run build
  fi
}

default_build() {
  local command
  case $STACK in
    next | nuxt | nest | gatsby | docusaurus | quasar) command="$STACK build" ;;
    hexo) command='hexo generate' ;;
    ember) command='ember build --environment=production' ;;
    astro | astro-server) command='astro build' ;;
    sveltekit | vite | vite-library) command='vite build' ;;
    eleventy) command=eleventy ;;
    vitepress) command="vitepress build $(if [[ -d docs/.vitepress ]]; then echo docs; fi)" ;;
    angular) command='ng build' ;;
    cra) command='react-scripts build' ;;
    node-tasks) run_tasks; return ;;
    vue-cli) command='vue-cli-service build' ;;
    *) return 0 ;;
  esac
  say "$command"
  eval "$command"
}
