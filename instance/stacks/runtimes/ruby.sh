# shellcheck shell=bash
# Ruby: Debian's, or by mise the version that the project asks for; and its gems, kept between deploys.
# shellcheck source=instance/stacks/runtimes/mise.sh
source "$STACKS/runtimes/mise.sh"
ADDED_GEMS=()

# Also for gems that are compiled here.
ruby_packages() {
  echo ruby
  if [[ ! -f Gemfile ]]; then return 0; fi
  echo bundler ruby-dev git build-essential pkg-config libyaml-dev libffi-dev zlib1g-dev
  if declares_gem pg; then echo libpq-dev; fi
  if declares_gem 'mysql2|trilogy'; then echo default-libmysqlclient-dev; fi
  if declares_gem sqlite3; then echo libsqlite3-dev; fi
  if declares_gem 'rmagick|mini_magick|image_processing'; then echo imagemagick; fi
  if declares_gem ruby-vips; then echo libvips42; fi
}

# declares_gem NAME|NAME…: the Gemfile does.
declares_gem() { grep -qE "^[ \t]*gem[ \t(]+[\"']($1)[\"']" Gemfile 2>/dev/null; }

# locks_gem NAME|NAME…: it is installed, maybe for another one.
locks_gem() { grep -qE "^ {4}($1) \(" Gemfile.lock 2>/dev/null; }

# use_ruby: puts the version on the PATH that the project asks for.
use_ruby() {
  local own wanted
  own=$(ruby -e 'print RUBY_VERSION')
  declared_ruby
  wanted=$RUBY_WANTED
  if [[ -n $wanted ]] && ! is_ruby "$wanted"; then
    if [[ $wanted == "${own%.*}".+([0-9]) ]]; then
      # Debian mends bugs without a new number, on which bundler insists.
      say "Debian's Ruby $own stands for $wanted"
      if [[ -f Gemfile ]]; then sed -i -E 's/^ruby[ (]/# &/' Gemfile; fi
    elif [[ $wanted == +([0-9.]) ]] && install_ruby "$wanted"; then
      set_environment PATH="$PATH"
    else
      echo "Ruby $wanted ($RUBY_FILE) can't be had. The machine has $own." >&2
      return 1
    fi
  fi
  note "Ruby $(ruby -e 'print RUBY_VERSION')"
}

is_ruby() {
  local requirement=$1
  if [[ $requirement == +([0-9]).+([0-9]) ]]; then requirement="~> $1.0"; fi
  ruby -e 'exit Gem::Requirement.new(ARGV[0].split(/ *, */)).satisfied_by?(Gem::Version.new(RUBY_VERSION))' -- "$requirement"
}

install_ruby() {
  use_mise
  MISE_RUBY_COMPILE=false timeout 300 mise install --quiet "ruby@$1" && PATH=$(mise where "ruby@$1")/bin:$PATH
}

# Sets RUBY_WANTED, and RUBY_FILE to where it's declared. The Gemfile's counts, since bundler insists on it.
declared_ruby() {
  RUBY_WANTED='' RUBY_FILE=''
  local file
  for file in Gemfile .ruby-version .tool-versions; do
    if [[ ! -f $file ]]; then continue; fi
    RUBY_FILE=$file
    case $file in
      Gemfile) RUBY_WANTED=$(sed -nE "s/^ruby[ (]+[\"']([^\"']+)[\"']([ ,]+[\"']([^\"']+)[\"'])?.*/\1,\3/p" Gemfile | head -n 1) ;;
      .ruby-version) RUBY_WANTED=$(sed -nE 's/^(ruby-)?([0-9][0-9.]*).*/\2/p' .ruby-version | head -n 1) ;;
      .tool-versions) RUBY_WANTED=$(sed -nE 's/^ruby[ \t]+([0-9][0-9.]*).*/\1/p' .tool-versions | head -n 1) ;;
    esac
    RUBY_WANTED=${RUBY_WANTED%,}
    if [[ -n $RUBY_WANTED ]]; then return 0; fi
  done
}

# Neither Rack 3 nor Ruby 3 has a server. Where the Gemfile brings none, it's the one that they had.
add_server() {
  local servers='puma|falcon|thin|unicorn|webrick|iodine|agoo'
  if declares_gem "$servers" || locks_gem "$servers"; then return 0; fi
  ADDED_GEMS=(webrick)
  if ! grep -qE '^ {4}rack \([12]\.' Gemfile.lock 2>/dev/null && ! declares_gem rackup && ! locks_gem rackup; then ADDED_GEMS+=(rackup); fi
  say "The Gemfile brings no server; adding ${ADDED_GEMS[*]}"
  printf '\ngem "%s"' "${ADDED_GEMS[@]}" >>Gemfile
}

# All releases share the gems; those of one lock file are installed once, after which it lies beside them.
install_gems() {
  local key machine
  machine=$(uname -m)-linux
  # The lock may ask for a bundler that isn't there; ours reads it. A repository's own .bundle/config could say where gems go.
  set_environment BUNDLE_WITHOUT="${BUNDLE_WITHOUT-development:test}" BUNDLE_APP_CONFIG="$HOME/.bundle/app" \
    BUNDLER_VERSION="$(bundle --version | sed -E 's/[^0-9]*([0-9.]+).*/\1/')"
  mkdir -p "$HOME/gems"
  # An image that brings gems sets BUNDLE_PATH__SYSTEM.
  if [[ -z ${BUNDLE_PATH__SYSTEM:-} ]]; then set_environment BUNDLE_PATH="$HOME/gems"; fi
  key=$({ cat Gemfile Gemfile.lock ./*.gemspec 2>/dev/null || true; ruby --version; echo "$BUNDLE_WITHOUT"; } | sha256sum)
  key=$HOME/gems/Gemfile.lock-${key%% *}
  if [[ ! -f Gemfile.lock ]]; then
    say 'Installing gems; without a Gemfile.lock that takes as long each time'
    bundle install --jobs 4 --retry 3
    return 0
  fi
  if [[ -e $key ]]; then
    say 'Gems are those of the last deploy'
    cp "$key" Gemfile.lock
  else
    if ((${#ADDED_GEMS[@]} > 0)); then bundle lock ${BUNDLE_PATH__SYSTEM:+--local}; fi
    if ! sed -n '/^PLATFORMS/,/^$/p' Gemfile.lock | grep -qE "^  (ruby|$machine(-gnu)?)$"; then
      say "Gemfile.lock is for other platforms; adding $machine"
      bundle lock --add-platform "$machine"
    fi
    say 'Installing gems'
    BUNDLE_FROZEN=true bundle install --jobs 4 --retry 3 ${BUNDLE_PATH__SYSTEM:+--prefer-local}
    cp Gemfile.lock "$key"
  fi
  set_environment BUNDLE_FROZEN=true
}

# serve_rack: prints the command that serves config.ru.
serve_rack() {
  if locks_gem puma; then echo 'bundle exec puma --bind tcp://127.0.0.1:$PORT'
  elif [[ ! -f Gemfile ]]; then echo 'puma --bind tcp://127.0.0.1:$PORT'
  elif locks_gem falcon; then echo 'bundle exec falcon serve --bind http://127.0.0.1:$PORT'
  elif locks_gem thin; then echo 'bundle exec thin --address 127.0.0.1 --port $PORT start'
  else echo 'bundle exec rackup --host 127.0.0.1 --port $PORT'; fi
}
