# shellcheck shell=bash
# https://symfony.com/doc/current/deployment.html
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; }

build() {
  use_php
  set_default APP_ENV=prod APP_DEBUG=0 DEFAULT_URI="${SITE_URL:-}"
  set_secrets APP_SECRET
  install_with_composer
  build_frontend .
  name_front_controller
}

shared() {
  existing_directories {public,web}/uploads
  empty_directories {public,web}/{upload,media,files}
}

release() {
  if [[ -n ${DATABASE_URL:-} && -d vendor/doctrine/doctrine-migrations-bundle ]]; then
    php bin/console doctrine:migrations:migrate --no-interaction --allow-no-migration
  fi
}
