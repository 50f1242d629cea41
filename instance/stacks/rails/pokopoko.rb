# Added to each release: the site's address, which only its machine knows.
require "uri"

site = URI(ENV.fetch("SITE_URL"))
Rails.application.configure do
  # On a laptop there's no TLS to redirect to.
  config.force_ssl = config.assume_ssl = false if site.scheme == "http"
  config.hosts << site.host unless config.hosts.empty?
end
