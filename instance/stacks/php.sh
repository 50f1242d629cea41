# shellcheck shell=bash
# PHP without a framework that we know.
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; }

build() {
  use_php
  set_framework_environment
  install_with_composer
  build_frontend .
}

# What CodeIgniter 4 (`spark`) and CakePHP (`bin/cake`) read:
# https://codeigniter.com/user_guide/general/configuration.html, https://book.cakephp.org/5/en/development/configuration.html
set_framework_environment() {
  if [[ -f spark ]]; then
    set_default CI_ENVIRONMENT=production "app_baseURL=${SITE_URL:-}/"
    if [[ -n ${DB_HOST:-} ]]; then
      set_default database_default_hostname="$DB_HOST" database_default_port="${DB_PORT:-}" database_default_database="${DB_NAME:-}" \
        database_default_username="${DB_USER:-}" database_default_password="${DB_PASSWORD:-}" \
        database_default_DBDriver="$(if [[ $(database_driver) == pgsql ]]; then echo Postgre; else echo MySQLi; fi)"
    fi
  elif [[ -f bin/cake ]]; then
    set_default DEBUG=false
    set_secrets SECURITY_SALT
  fi
}

has_release() { if [[ -n ${DB_HOST:-} ]]; then echo yes; fi; }
release() {
  if [[ -f spark ]]; then php spark migrate --all
  elif [[ -f bin/cake && -d vendor/cakephp/migrations ]]; then bash bin/cake migrations migrate; fi
}

shared() {
  existing_directories {,public/,web/,htdocs/,public_html/,html/,www/,webroot/,writable/}uploads
  # Kirby's core is in its projects' repositories, so that Composer isn't needed.
  if [[ -f kirby/bootstrap.php ]]; then printf '%s\n' media site/accounts site/sessions; fi
}
