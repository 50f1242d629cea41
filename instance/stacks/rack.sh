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
  set_default RACK_ENV=production APP_ENV=production
  set_secrets SESSION_SECRET
  if [[ -f Gemfile ]]; then
    add_server
    install_gems
  fi
}

start() { serve_rack; }
