# shellcheck shell=bash
# https://www.drupal.org/docs/deploying-drupal
# shellcheck source=instance/stacks/runtimes/php.sh
source "$STACKS/runtimes/php.sh"

packages() { php_packages; echo php-apcu; }

build() {
  use_php
  set_secrets DRUPAL_HASH_SALT
  install_with_composer
  build_frontend .
  write_settings
}

drupal_root() { local root; for root in web docroot; do if [[ -d $root ]]; then echo "$root/"; fi; done | head -n 1; }

# settings.php if there's none; otherwise settings.local.php, which many include.
write_settings() {
  local directory
  directory=$(drupal_root)sites/default
  mkdir -p "$directory"
  # Drupal's scaffold takes the right to write.
  chmod u+w "$directory"
  if [[ ! -e $directory/settings.php ]]; then cp "$STACKS/drupal/settings.php" "$directory/settings.php"
  elif [[ ! -e $directory/settings.local.php ]]; then cp "$STACKS/drupal/settings.php" "$directory/settings.local.php"; fi
}

shared() {
  echo "$(drupal_root)sites/default/files"
  echo private
}

release() {
  if [[ -z ${DB_HOST:-} || ! -x vendor/bin/drush || $(vendor/bin/drush status --field=bootstrap 2>/dev/null) != Successful ]]; then return 0; fi
  vendor/bin/drush --yes updatedb
  vendor/bin/drush --yes cache:rebuild
}
