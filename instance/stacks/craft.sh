# shellcheck shell=bash
# https://craftcms.com/docs/5.x/deploy.html
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; printf 'php-%s\n' imagick soap; }

build() {
  use_php
  set_default CRAFT_ENVIRONMENT=production CRAFT_DEV_MODE=false CRAFT_APP_ID=testsite PRIMARY_SITE_URL="${SITE_URL:-}" DEFAULT_SITE_URL="${SITE_URL:-}"
  set_secrets CRAFT_SECURITY_KEY
  if [[ -n ${DB_HOST:-} ]]; then
    set_default CRAFT_DB_DRIVER="$(database_driver)" CRAFT_DB_SERVER="$DB_HOST" CRAFT_DB_PORT="${DB_PORT:-}" CRAFT_DB_DATABASE="${DB_NAME:-}" \
      CRAFT_DB_USER="${DB_USER:-}" CRAFT_DB_PASSWORD="${DB_PASSWORD:-}"
  fi
  install_with_composer
  build_frontend .
}

shared() {
  local root
  echo storage
  for root in web public; do
    if [[ -d $root ]]; then echo "$root/uploads"; empty_directories "$root"/{assets,files,images,media}; fi
  done
}

release() {
  if [[ -n ${CRAFT_DB_SERVER:-} ]] && php craft install/check; then php craft up --interactive=0; fi
}
