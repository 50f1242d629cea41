# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/ruby.sh
source "$STACKS/runtimes/ruby.sh"

# Without a Gemfile: Debian's Jekyll, and those plugins of the configuration that Debian has.
packages() {
  local plugin
  ruby_packages
  if [[ -f Gemfile ]]; then return 0; fi
  echo jekyll jekyll-theme-minima
  for plugin in archives avatar commonmark default-layout feed gist include-cache last-modified-at mentions optional-front-matter paginate \
    paginate-v2 polyglot readme-index redirect-from relative-links seo-tag sitemap titles-from-headings toc; do
    if grep -qsE "^[^#]*jekyll-$plugin( |\"|'|\$)" _config.yml _config.yaml; then echo "ruby-jekyll-$plugin"; fi
  done
}

build() {
  local jekyll=(jekyll) configuration=$RELEASE/.pokopoko/jekyll.yml
  use_ruby
  set_environment JEKYLL_ENV=production
  if [[ -f Gemfile ]]; then
    install_gems
    jekyll=(bundle exec jekyll)
  fi
  # The site is at the top of its host, wherever it's published else.
  printf 'url: "%s"\nbaseurl: ""\n' "${SITE_URL%/}" >"$configuration"
  say "${jekyll[*]} build"
  "${jekyll[@]}" build --config "$(echo _config.y?(a)ml _config.toml | cut -d' ' -f1),$configuration" --destination _site
}
