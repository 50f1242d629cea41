# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/ruby.sh
source "$STACKS/runtimes/ruby.sh"

# Without a Gemfile, a site was written for GitHub Pages, which builds with these, https://pages.github.com/versions. Its others need GitHub.
PLUGINS=(default-layout gist optional-front-matter paginate readme-index relative-links titles-from-headings)

# Without a Gemfile: Debian's Jekyll, and those plugins of the configuration that Debian has.
packages() {
  local plugin
  ruby_packages
  if [[ -f Gemfile ]]; then return 0; fi
  echo jekyll jekyll-theme-minima
  for plugin in "${PLUGINS[@]}"; do echo "ruby-jekyll-$plugin"; done
  for plugin in archives avatar commonmark feed include-cache last-modified-at mentions paginate-v2 polyglot redirect-from seo-tag sitemap toc; do
    if says "^[^#]*jekyll-$plugin( |\"|'|\$)"; then echo "ruby-jekyll-$plugin"; fi
  done
}

# says PATTERN: does a line of the configuration match it?
says() { grep -qsE "$1" _config.yml _config.yaml; }

build() {
  local jekyll configuration=$RELEASE/.pokopoko/jekyll.yml base=''
  use_ruby
  set_environment JEKYLL_ENV=production
  if [[ -f Gemfile ]]; then
    install_gems
    jekyll=(bundle exec jekyll)
  else
    use_pages_plugins
  fi
  # The site is at the top of its host, wherever it's published else. Templates for `/` add no slash of their own.
  if says "^baseurl:[[:space:]]*[\"']?/[\"']?[[:space:]]*(#|\$)"; then base=/; fi
  printf 'url: "%s"\nbaseurl: "%s"\n' "${SITE_URL%/}" "$base" >"$configuration"
  if [[ ! -f Gemfile ]]; then update_configuration; fi
  say 'jekyll build'
  "${jekyll[@]}" build --config "$(echo _config.y?(a)ml _config.toml | cut -d' ' -f1),$configuration" --destination _site
}

# What Jekyll 2 had, and later ones end at.
update_configuration() {
  if says "^markdown:[[:space:]]*[\"']?(redcarpet|rdiscount|maruku)"; then echo 'markdown: kramdown' >>"$configuration"; fi
  if says '^relative_permalinks:'; then echo 'relative_permalinks: false' >>"$configuration"; fi
}

# Sets `jekyll` to a command with the plugins of GitHub Pages.
use_pages_plugins() {
  local plugin
  jekyll=(ruby -rjekyll)
  for plugin in "${PLUGINS[@]}"; do
    # Two of them would both write pages.
    if [[ $plugin == paginate ]] && says 'jekyll-paginate-v2'; then continue; fi
    jekyll+=("-rjekyll-$plugin")
  done
  jekyll+=(-S jekyll)
}
