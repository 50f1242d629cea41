# shellcheck shell=bash
# What config.ru serves, such as Sinatra.
# shellcheck source=instance/stacks/runtimes/ruby.sh
source "$STACKS/runtimes/ruby.sh"

packages() {
  ruby_packages
  if [[ ! -f Gemfile ]]; then echo puma ruby-rack ruby-sinatra; fi
}

build() {
  use_ruby
  set_environment RACK_ENV=production APP_ENV=production SESSION_SECRET="${SESSION_SECRET:-$(secret SESSION_SECRET)}"
  if [[ -f Gemfile ]]; then install_gems; fi
}

start() { serve_rack; }
