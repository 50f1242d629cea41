# shellcheck shell=bash
# shellcheck source=instance/stacks/node.sh
source "$STACKS/node.sh"
# shellcheck source=instance/stacks/runtimes/ruby.sh
source "$STACKS/runtimes/ruby.sh"

packages() {
  ruby_packages
  if [[ -f package.json ]]; then echo libatomic1; fi
}

build() {
  use_ruby
  set_default RAILS_ENV=production RACK_ENV=production RAILS_SERVE_STATIC_FILES=1 RAILS_LOG_TO_STDOUT=1
  set_secrets SECRET_KEY_BASE
  mkdir -p tmp/pids config/initializers
  cp "$STACKS/rails/pokopoko.rb" config/initializers/zz_pokopoko.rb
  keep_sqlite
  install_gems
  if [[ -f package.json ]]; then
    use_packages
  fi
  if locks_gem 'sprockets|propshaft|webpacker|shakapacker|vite_ruby|jsbundling-rails|cssbundling-rails'; then
    say 'rails assets:precompile'
    bundle exec rails assets:precompile
  fi
}

# SQLite's database stays in `storage` where the project has it there. Rails of old has it among the migrations, 7.2 nowhere.
keep_sqlite() {
  local production
  production=$(sed -n '/^production:/,$p' config/database.yml 2>/dev/null | grep -v '^ *#') || true
  if [[ -n ${DATABASE_URL:-} || -z $production || $production == *storage/* ]] || ! grep -q '^ *adapter: *sqlite3' config/database.yml ||
    grep -qE '^ *(url|adapter): *[^ s]' <<<"$production"; then return 0; fi
  mkdir -p "$SHARED/.sqlite"
  set_environment DATABASE_URL="sqlite3:$SHARED/.sqlite/production.sqlite3"
}

start() {
  if locks_gem puma; then serve_rack; else echo 'bundle exec rails server --binding 127.0.0.1 --port $PORT'; fi
}

release() { if [[ -f config/database.yml ]]; then bundle exec rails db:prepare; fi; }

shared() {
  echo storage
  if locks_gem 'carrierwave|shrine'; then echo public/uploads; fi
  if locks_gem 'paperclip|kt-paperclip'; then echo public/system; fi
}
