# shellcheck shell=bash
# The web server. What a deploy can change is in a separate file, so that a deploy of static files changes nothing here.

declare -r NGINX_CHARSETS=/etc/nginx/testsite-charsets.conf

# Writes the configuration for SERVE, FALLBACK, SPA_FALLBACK and ROUTE and MAX_UPLOAD_MEGABYTES; restores the old one if nginx rejects it.
write_nginx() {
  local visitor='include /opt/pokopoko/nginx/visitor.conf;'
  local app file=/etc/nginx/testsite-app.conf site=/etc/nginx/sites-enabled/testsite app_before='' site_before='' charsets_before=''
  case $SERVE in
    program)
      app="set \$testsite_port ${SLOT_PORTS[a]};
if (-e $USE_B) { set \$testsite_port ${SLOT_PORTS[b]}; }
location / { proxy_pass http://127.0.0.1:\$testsite_port; include /opt/pokopoko/nginx/proxy.conf; }"
      ;;
    php)
      app='include /opt/pokopoko/nginx/php.conf;'
      # What .htaccess would do in Apache.
      case $ROUTE in
        '') app+=$'\nlocation / { '"$visitor"$' try_files $uri $uri/ /index.php?$query_string; }' ;;
        .php) app+=$'\nlocation / { '"$visitor"$' try_files $uri $uri/ @php; }\nlocation @php { if (-f $document_root$uri.php) { rewrite ^(.*)$ $1.php last; } rewrite ^ /index.php last; }' ;;
        *) app+=$'\nlocation / { '"$visitor"$' try_files $uri $uri/ @front; }\nlocation @front { rewrite ^/(.*)$ /index.php?'"$ROUTE"$'=$1 last; }' ;;
      esac
      ;;
    *)
      app='include /opt/pokopoko/nginx/files.conf;'
      # As static hosts do: /about is about.html, and 404.html is shown for what isn't there.
      if [[ $SPA_FALLBACK == true || $FALLBACK == true ]]; then app+=$'\ninclude /opt/pokopoko/nginx/single-page-app.conf;'
      else app+=$'\nerror_page 404 /404.html;\nlocation / { '"$visitor"$' try_files $uri $uri.html $uri/ =404; }'; fi
      # Not by `return` alone, which asks for no password.
      if [[ -n $ROUTE ]]; then app+=$'\nlocation = / { try_files /.none @base; }\nlocation @base { return 302 '"$ROUTE/; }"; fi
      ;;
  esac
  app="client_max_body_size ${MAX_UPLOAD_MEGABYTES}m;
set \$testsite_max_upload ${MAX_UPLOAD_MEGABYTES}M;
$app"
  if [[ -f $file ]]; then app_before=$(<"$file"); fi
  if [[ -f $site ]]; then site_before=$(<"$site"); fi
  if [[ -f $NGINX_CHARSETS ]]; then charsets_before=$(<"$NGINX_CHARSETS"); fi
  if [[ ! -f $NGINX_SESSION ]]; then write_session; fi
  MARK=nginx write_file "$NGINX_CHARSETS" 0644 root:root < <(print_charsets) || true
  MARK=nginx write_file "$file" 0644 root:root <<<"$app" || true
  MARK=nginx write_share_check || true
  MARK=nginx write_file "$site" 0644 root:root </opt/pokopoko/nginx/site.conf || true
  if [[ -e /etc/nginx/sites-enabled/default ]]; then
    mark_pending nginx
    rm -f /etc/nginx/sites-enabled/default
  fi
  if ! is_pending nginx && ! is_pending session; then return 0; fi
  if ! quiet nginx -t; then
    restore_file "$site" "$site_before"
    restore_file "$file" "$app_before"
    restore_file "$NGINX_CHARSETS" "$charsets_before"
    fail nginx-refused 'nginx refuses the configuration. If the image brings files in /etc/testsite/nginx.d, one of them is wrong.'
  fi
  clear_pending session
  reload_nginx
  clear_pending nginx
  changed nginx
  # At the first deploy, no worker of before serves anything of the site: set-up waits for them in the end.
  if [[ -n $site_before ]]; then await_nginx; fi
}

restore_file() {
  if [[ -n $2 ]]; then write_file "$1" 0644 root:root <<<"$2" || true; else rm -f -- "$1"; fi
}

# Of before the last reload, unless that has been waited for.
OLD_WORKERS=''

reload_nginx() {
  local master
  master=$(</run/nginx.pid)
  IFS= read -r -d '' OLD_WORKERS <"/proc/$master/task/$master/children" || true
  kill -HUP "$master"
}

# Returns when no worker accepts requests by the old configuration, a tenth of a second after nginx has read the new one; old workers finish their connections.
await_nginx() {
  local worker title tries
  for worker in $OLD_WORKERS; do
    for tries in {1..200}; do
      title=''
      IFS= read -r -d '' title 2>/dev/null <"/proc/$worker/cmdline" || true
      if [[ -z $title || $title == *'shutting down'* ]]; then break; fi
      sleep 0.01
    done
  done
  OLD_WORKERS=''
}
