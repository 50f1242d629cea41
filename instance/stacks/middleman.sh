# shellcheck shell=bash
# shellcheck source=instance/stacks/node.sh
source "$STACKS/node.sh"
# shellcheck source=instance/stacks/runtimes/ruby.sh
source "$STACKS/runtimes/ruby.sh"

packages() {
  ruby_packages
  if [[ -f package.json ]]; then node_packages; fi
}

build() {
  use_ruby
  install_gems
  # For its external pipeline.
  if [[ -f package.json ]]; then use_packages; fi
  say 'middleman build'
  bundle exec middleman build
}
