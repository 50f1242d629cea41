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

shared() {
  existing_directories {,public/,web/,htdocs/,public_html/,html/,www/,webroot/}uploads
  # Kirby's core is in its projects' repositories, so that Composer isn't needed.
  if [[ -f kirby/bootstrap.php ]]; then printf '%s\n' media site/accounts site/sessions; fi
}
