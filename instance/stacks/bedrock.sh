# shellcheck shell=bash
# https://roots.io/bedrock/docs/: its configuration reads the environment.
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; printf 'php-%s\n' imagick soap; }

build() {
  local theme
  use_php
  set_default WP_ENV=production WP_HOME="${SITE_URL:-}" WP_SITEURL="${SITE_URL:-}/wp"
  set_secrets {AUTH,SECURE_AUTH,LOGGED_IN,NONCE}_{KEY,SALT}
  install_with_composer
  build_frontend .
  for theme in web/app/themes/*/; do build_theme "$theme"; done
}

shared() { echo web/app/uploads; }
