# shellcheck shell=bash
# WordPress whose core is in the repository: at the top or in a directory, which may be beside its index.php
# (https://developer.wordpress.org/advanced-administration/server/wordpress-in-directory/).
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() {
  php_packages
  printf 'php-%s\n' imagick soap
  # Its packages want one that a web server runs otherwise.
  if [[ $STACK == wordpress-content ]]; then echo php wordpress; fi
}

build() {
  local theme
  use_php
  install_with_composer
  build_frontend .
  if [[ $STACK == wordpress-content ]]; then add_core; fi
  for theme in "$(content)"themes/*/; do if [[ ! -L ${theme%/} ]]; then build_theme "$theme"; fi; done
  write_configuration
}

# Debian's core in `wordpress`, around what the repository has: what belongs into wp-content, or a theme or plugin by itself.
add_core() {
  local own=wordpress/wp-content name
  say "Adding Debian's WordPress, since the repository has none"
  mkdir -p wordpress
  tar -C /usr/share/wordpress --dereference --ignore-failed-read --exclude=./wp-content --exclude=./wp-config.php -cf - . | tar -C wordpress -xf -
  if [[ -d wp-content ]]; then ln -s ../wp-content "$own"
  elif [[ -d themes ]]; then ln -s .. "$own"
  else
    mkdir -p "$own"/{themes,plugins}
    if [[ -f style.css ]]; then
      name=$(sed -nE 's/^[ \t\/*]*Text Domain:[ \t]*([A-Za-z0-9_-]+).*/\1/p' style.css | head -n 1)
      ln -s ../../.. "$own/themes/${name:-theme}"
    else
      name=$(grep -lE '^(<\?php)?[[:space:]/*#@]*Plugin Name:' -- *.php | head -n 1) || true
      ln -s ../../.. "$own/plugins/$(basename -- "${name:-plugin}" .php)"
    fi
    build_theme ./
  fi
}

# The directory of the core, with a slash at the end, or nothing.
core() {
  local directory
  if [[ $STACK == wordpress-content ]]; then echo wordpress/; return 0; fi
  for directory in '' {public,public_html,htdocs,html,web,www,wordpress,wp}/; do
    if [[ -f ${directory}wp-settings.php ]]; then echo "$directory"; return 0; fi
  done
}

# That of wp-content, which stays at the top where the core has a directory of its own.
content() { if [[ $STACK == wordpress && -n $(core) && -d wp-content && -f index.php ]]; then echo wp-content/; else echo "$(core)wp-content/"; fi; }

shared() { echo "$(content)uploads"; }

# Without a wp-config.php in the repository: its values are in the shared place, where people can change them; that of a release reads it.
write_configuration() {
  local core themes
  core=$(core) themes=("$(content)"themes/*/style.css)
  if [[ -e ${core}wp-config.php || -n $core && -e wp-config.php ]]; then say 'wp-config.php is in the repository'; return 0; fi
  if [[ ! -e $SHARED/wp-config.php ]]; then
    say "Writing $SHARED/wp-config.php"
    write_shared_configuration
  fi
  # WordPress by itself takes the address from the database, where a dump has that of the live site.
  cat >"${core}wp-config.php" <<PHP
<?php
if (getenv('SITE_URL')) {
  define('WP_HOME', getenv('SITE_URL'));
  define('WP_SITEURL', getenv('SITE_URL') . '$(address_of_core)');
}
$(if ((${#themes[@]} == 1)); then basename -- "${themes[0]%/*}" | sed "s/.*/define('WP_DEFAULT_THEME', '&');/"; fi)
require '$SHARED/wp-config.php';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
PHP
}

# Where visitors find the core: a directory only if the index.php beside it is the start page.
address_of_core() { local core; core=$(core); if [[ $STACK == wordpress && -n $core && -f index.php ]]; then echo "/${core%/}"; fi; }

write_shared_configuration() (
  mkdir -p "$SHARED"
  umask 077
  {
    cat "$STACKS/wordpress/wp-config.php"
    for name in {AUTH,SECURE_AUTH,LOGGED_IN,NONCE}_{KEY,SALT}; do printf "define('%s', '%s');\n" "$name" "$(secret "$name")"; done
  } >"$SHARED/wp-config.php.new"
  mv "$SHARED/wp-config.php.new" "$SHARED/wp-config.php"
)
