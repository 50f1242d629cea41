# shellcheck shell=bash
# PHP without a framework that we know.
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; }

build() {
  use_php
  install_with_composer
  build_frontend .
}

shared() { existing_directories {,public/,web/,htdocs/,public_html/,html/,www/,webroot/}uploads; }
