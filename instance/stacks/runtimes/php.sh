# shellcheck shell=bash
# Debian's PHP, and Composer. lib/php.sh runs FPM.

# Debian packages of PHP with usual extensions and those that composer.json and its lock file ask for, of Composer, and for a build.
php_packages() {
  local extension
  printf '%s\n' php-fpm php-cli php-{mysql,pgsql,sqlite3,curl,gd,intl,mbstring,xml,zip,bcmath}
  if [[ -f composer.json ]]; then
    printf '%s\n' composer unzip
    for extension in $(declared_extensions); do package_of_extension "$extension"; done
  fi
  # Of Node, for a build, which may be that of a theme: see node.sh.
  if [[ -n $(find . -maxdepth 5 \( -name node_modules -o -name vendor \) -prune -o -name package.json -print -quit) ]]; then echo libatomic1; fi
}

declared_extensions() {
  local file
  for file in composer.json composer.lock; do
    if [[ -f $file ]]; then jq -r '[., .packages[]?] | .[].require? // {} | keys[] | select(startswith("ext-"))[4:]' "$file" 2>/dev/null || true; fi
  done | sort -u
}

# Others are part of PHP, or not in Debian: then Composer says so.
package_of_extension() {
  case $1 in
    amqp | apcu | ds | gmp | igbinary | imagick | imap | ldap | mailparse | memcached | mongodb | msgpack | oauth | redis | snmp | soap | ssh2 | tidy | uuid | yaml | bz2) echo "php-$1" ;;
    zend-opcache) echo php-opcache ;;
  esac
}

# use_php: what runs in this release finds our settings of PHP.
use_php() {
  # Without extensions, which take longer to load than all else.
  PHP_VERSION=$(php -n -r 'echo PHP_VERSION;')
  set_environment PHP_INI_SCAN_DIR=:/opt/pokopoko/php/conf.d
  if [[ $STACK == php ]]; then note "${PHP_VERSION%.*}"; else note "PHP ${PHP_VERSION%.*}"; fi
  if [[ -f composer.json ]]; then check_php_version; fi
}

# A newer PHP than the project asks for mostly does. Of an older one Composer says it too, below many lines about packages.
check_php_version() {
  local range
  export COMPOSER_IGNORE_PLATFORM_REQ=${COMPOSER_IGNORE_PLATFORM_REQ:-php+}
  range=$(jq -r '.require.php? // empty | strings' composer.json)
  if [[ -z $range || ! -f /usr/share/php/Composer/Semver/autoload.php ]]; then return 0; fi
  RANGE=$range php -r '
    require "/usr/share/php/Composer/Semver/autoload.php";
    $range = getenv("RANGE");
    try {
      if (Composer\Semver\Semver::satisfies(PHP_VERSION, $range)) exit(0);
      $lowest = (new Composer\Semver\VersionParser())->parseConstraints($range)->getLowerBound()->getVersion();
    } catch (UnexpectedValueException) { exit(0); }
    $is_newer = Composer\Semver\Comparator::greaterThan(PHP_VERSION, $lowest);
    fwrite(STDERR, sprintf("composer.json asks for PHP %s, and this machine has %s, the one of its Debian. %s\n", $range, PHP_VERSION,
      $is_newer ? "Trying that." : "Choose an image with another."));
    exit($is_newer ? 0 : 1);'
}

# Without dev dependencies, unless people set COMPOSER_NO_DEV=0.
install_with_composer() {
  local key=''
  if [[ ! -f composer.json ]]; then return 0; fi
  if [[ -f vendor/autoload.php ]]; then say 'vendor is in the repository: Composer has nothing to do'; return 0; fi
  if has_required_packages; then say 'What composer.json asks for is in the repository: Composer has nothing to do'; return 0; fi
  export COMPOSER_HOME=$HOME/composer COMPOSER_NO_INTERACTION=1 COMPOSER_MEMORY_LIMIT=-1 COMPOSER_NO_DEV=${COMPOSER_NO_DEV:-1}
  if [[ -f composer.lock ]]; then
    key=$({ cat composer.json composer.lock; echo "$PHP_VERSION $COMPOSER_NO_DEV"; } | sha256sum)
    key=${key%% *}
  else
    say 'There is no composer.lock: the newest versions that composer.json allows are installed'
    # Composer would look for versions of the others, too, which old projects often have none of for this PHP.
    if [[ $COMPOSER_NO_DEV != 0 ]]; then
      jq 'del(.["require-dev"])' composer.json >.composer-without-dev.json
      local -x COMPOSER=.composer-without-dev.json
    fi
  fi
  if [[ -n $key && ! -e vendor ]] && take vendor "$key" vendor; then
    say 'Dependencies are those of the last deploy'
    key=''
  else
    say 'Installing dependencies with Composer'
  fi
  # Also then: it runs the project's scripts, and installs what belongs outside vendor.
  if ! composer install --no-progress --prefer-dist --optimize-autoloader 2>&1 | sed -u '/^install \[--/d' | tee "$RELEASE/.pokopoko/attempt"; then
    # Frameworks' own are needed. Others are mostly for developers, and call tools that only they have.
    if [[ $STACK != php ]] || ! grep -q 'event returned with error code' "$RELEASE/.pokopoko/attempt"; then return 1; fi
    say 'A script in composer.json failed: going on without it'
  fi
  if [[ -n $key && -d vendor && ! -L vendor ]]; then keep vendor "$key" vendor; fi
}

# Is every package that composer.json asks for in the repository, as Kirby's are? An installer by itself brings nothing.
has_required_packages() {
  local name wanted there
  if [[ -f composer.lock ]] || jq -e .repositories composer.json >/dev/null; then return 1; fi
  wanted=$(jq -r '.require // {} | keys[] | select(contains("/") and (test("installer") | not))' composer.json)
  if [[ -z $wanted ]]; then
    jq -e '(.require // {} | any(keys[]; contains("/"))) and (has("autoload") | not)' composer.json >/dev/null
    return
  fi
  there=$(find . -mindepth 2 -maxdepth 3 -name composer.json -exec jq -r '.name? // empty' {} + 2>/dev/null) || true
  for name in $wanted; do if [[ $'\n'$there$'\n' != *$'\n'"$name"$'\n'* ]]; then return 1; fi; done
}

has_frontend() { [[ -f package.json ]] && jq -e '.scripts | objects | .build // .production // .prod | strings' package.json >/dev/null 2>&1; }

# build_frontend DIRECTORY: what package.json builds there, such as a theme. In a subshell: node.sh is a stack of its own.
build_frontend() (
  cd -- "$1" || return
  if ! has_frontend; then return 0; fi
  # shellcheck source=instance/stacks/node.sh
  source "$STACKS/node.sh"
  use_packages
  build_script
)

# build_theme DIRECTORY/: a theme of WordPress that git has only the sources of. Others have a package.json as well: those that come with
# WordPress, and bought ones, whose old tools no longer install.
build_theme() {
  if [[ $1 == */twenty* ]]; then return 0; fi
  if [[ -f $1/composer.json ]] && grep -Eqs '(^|/)vendor/?$' .gitignore "$1/.gitignore"; then (cd -- "$1" && install_with_composer); fi
  if grep -Eqs '(^|/)(dist|build|public|assets|css|js)(/\*)?/?$|\.css$' .gitignore "$1/.gitignore"; then build_frontend "$1"; fi
}

# Visitors get index.php, and Symfony once called that app.php.
name_front_controller() {
  local directory
  for directory in web public; do
    if [[ -f $directory/app.php && ! -e $directory/index.php ]]; then echo '<?php require __DIR__ . "/app.php";' >"$directory/index.php"; fi
  done
}

# The kind of the database in DATABASE_URL: mysql, pgsql, sqlite, or nothing.
database_driver() {
  case ${DATABASE_URL:-} in
    mysql:* | mariadb:*) echo mysql ;;
    postgres:* | postgresql:* | pgsql:*) echo pgsql ;;
    sqlite:*) echo sqlite ;;
    '') if [[ -n ${DB_HOST:-} ]]; then echo "${DB_CONNECTION:-mysql}"; fi ;;
  esac
}

# existing_directories DIRECTORY…: prints those that the release has.
existing_directories() {
  local directory
  for directory; do if [[ -d $directory && ! -L $directory ]]; then echo "$directory"; fi; done
}

# empty_directories DIRECTORY…: prints those that the release has without anything but what keeps them in git. What they are for comes later.
empty_directories() {
  local directory
  for directory in $(existing_directories "$@"); do
    if [[ -z $(find "$directory" -type f ! -name '.*' ! -name 'index.html' ! -name 'index.php' -print -quit) ]]; then echo "$directory"; fi
  done
}
