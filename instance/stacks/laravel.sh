# shellcheck shell=bash
# https://laravel.com/docs/deployment
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; echo php-redis; }

build() {
  use_php
  set_default APP_ENV=production APP_DEBUG=false APP_URL="${SITE_URL:-}"
  # 32 bytes; those of the secret are written as hexadecimal digits.
  set_default APP_KEY="base64:$(printf %b "$(secret APP_KEY | sed 's/../\\x&/g')" | base64 -w 0)"
  set_database
  # Composer's scripts run artisan.
  mkdir -p bootstrap/cache storage/{app/public,logs,framework/{cache/data,sessions,views}}
  install_with_composer
  build_frontend .
}

# A project that has no database gets SQLite, as Laravel's own template has it since 11, where it is kept.
set_database() {
  local driver
  driver=$(database_driver)
  if [[ -n $driver ]]; then
    set_default DB_CONNECTION="$driver"
  elif wants_sqlite; then
    set_default DB_CONNECTION=sqlite DB_DATABASE="$SHARED/storage/database.sqlite"
  fi
}

wants_sqlite() {
  [[ ${DB_CONNECTION:-sqlite} == sqlite ]] && grep -qs "'DB_CONNECTION', *'sqlite'" config/database.php
}

shared() {
  echo storage
  existing_directories public/uploads
}

# Configuration isn't cached: a changed environment counts without a deploy.
release() {
  if [[ ! -e public/storage ]]; then php artisan storage:link; fi
  if [[ -z ${DB_CONNECTION:-} ]]; then return 0; fi
  if [[ $DB_CONNECTION == sqlite && -n ${DB_DATABASE:-} && ! -e $DB_DATABASE ]]; then : >"$DB_DATABASE"; fi
  php artisan migrate --force
}
