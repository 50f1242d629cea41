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
    if says "^[^#]*jekyll-$plugin( |\"|'|\$)"; then echo "ruby-jekyll-$plugin"; fi
  done
  if says '^paginate:'; then echo ruby-jekyll-paginate; fi
}

# says PATTERN: does a line of the configuration match it?
says() { grep -qsE "$1" _config.yml _config.yaml; }

build() {
  local jekyll=(jekyll) configuration=$RELEASE/.pokopoko/jekyll.yml base=''
  use_ruby
  set_environment JEKYLL_ENV=production
  if [[ -f Gemfile ]]; then
    install_gems
    jekyll=(bundle exec jekyll)
  fi
  # The site is at the top of its host, wherever it's published else. Templates for `/` add no slash of their own.
  if says "^baseurl:[[:space:]]*[\"']?/[\"']?[[:space:]]*(#|\$)"; then base=/; fi
  printf 'url: "%s"\nbaseurl: "%s"\n' "${SITE_URL%/}" "$base" >"$configuration"
  if [[ ! -f Gemfile ]]; then update_configuration; fi
  say "${jekyll[*]} build"
  "${jekyll[@]}" build --config "$(echo _config.y?(a)ml _config.toml | cut -d' ' -f1),$configuration" --destination _site
}

# What Jekyll 2 had, and later ones end at, or leave out without a word. Without a Gemfile, nothing says which one it was written for.
update_configuration() {
  if says "^markdown:[[:space:]]*[\"']?(redcarpet|rdiscount|maruku)"; then echo 'markdown: kramdown' >>"$configuration"; fi
  if says '^relative_permalinks:'; then echo 'relative_permalinks: false' >>"$configuration"; fi
  if says '^paginate:' && ! says '^[^#]*jekyll-paginate'; then jekyll=(ruby -rjekyll -rjekyll-paginate -S jekyll); fi
}
