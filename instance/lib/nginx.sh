# shellcheck shell=bash
# The web server. What changes with a deploy is in a file of its own, so that a deploy of files alone changes nothing here.

# Writes the configuration for PROCESSES and SPA_FALLBACK; keeps the old one where nginx refuses the new.
write_nginx() {
  local app file=/etc/nginx/testsite-app.conf site=/etc/nginx/sites-enabled/testsite app_before='' site_before=''
  if has_web; then
    app="location / { proxy_pass http://127.0.0.1:$APP_PORT; include /opt/pokopoko/nginx/proxy.conf; }"
  elif [[ $SPA_FALLBACK == true ]]; then
    app='location / { try_files $uri $uri/ /index.html; }'
  else
    app='location / { try_files $uri $uri/ =404; }'
  fi
  if [[ -f $file ]]; then app_before=$(<"$file"); fi
  if [[ -f $site ]]; then site_before=$(<"$site"); fi
  FOR=nginx put "$file" 0644 root:root <<<"$app" || true
  FOR=nginx put "$site" 0644 root:root </opt/pokopoko/nginx/site.conf || true
  if [[ -e /etc/nginx/sites-enabled/default ]]; then
    owe nginx
    rm -f /etc/nginx/sites-enabled/default
  fi
  if ! is_owed nginx; then return 0; fi
  if ! quiet nginx -t; then
    put_back "$site" "$site_before"
    put_back "$file" "$app_before"
    fail nginx-refused 'nginx refuses the configuration. If the image brings files in /etc/testsite/nginx.d, one of them is wrong.'
  fi
  reload_nginx
  settle nginx
  changed nginx
}

put_back() {
  if [[ -n $2 ]]; then put "$1" 0644 root:root <<<"$2" || true; else rm -f -- "$1"; fi
}

# Comes back when no worker answers by the old configuration any more; those that still have connections finish them.
reload_nginx() {
  local master worker old='' title tries
  master=$(</run/nginx.pid)
  IFS= read -r -d '' old <"/proc/$master/task/$master/children" || true
  kill -HUP "$master"
  for worker in $old; do
    for tries in {1..200}; do
      title=''
      IFS= read -r -d '' title 2>/dev/null <"/proc/$worker/cmdline" || true
      if [[ -z $title || $title == *'shutting down'* ]]; then break; fi
      sleep 0.01
    done
  done
}

# nginx reads the file at each request: no reload, and nobody is turned away meanwhile.
write_access() {
  if put "$CONFIG/htpasswd" 0640 root:www-data <<<"$ACCESS_USER:$PASSWORD_HASH"; then changed access; fi
}
