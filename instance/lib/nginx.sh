# shellcheck shell=bash
# The web server. What changes with a deploy is in a file of its own, so that a deploy of files alone changes nothing here.

# Writes the configuration for PROCESSES and SPA_FALLBACK; keeps the old one where nginx refuses the new.
write_nginx() {
  local app file=/etc/nginx/testsite-app.conf before=''
  if has_web; then
    app="location / { proxy_pass http://127.0.0.1:$APP_PORT; include /opt/pokopoko/nginx/proxy.conf; }"
  elif [[ $SPA_FALLBACK == true ]]; then
    app='location / { try_files $uri $uri/ /index.html; }'
  else
    app='location / { try_files $uri $uri/ =404; }'
  fi
  if [[ -f $file ]]; then before=$(<"$file"); fi
  local is_new=0
  if put "$file" 0644 root:root <<<"$app"; then is_new=1; fi
  if put /etc/nginx/sites-enabled/testsite 0644 root:root </opt/pokopoko/nginx/site.conf; then is_new=1; fi
  if [[ -e /etc/nginx/sites-enabled/default ]]; then
    rm -f /etc/nginx/sites-enabled/default
    is_new=1
  fi
  if ((is_new == 0)); then return 0; fi
  if ! quiet nginx -t; then
    if [[ -n $before ]]; then put "$file" 0644 root:root <<<"$before" || true; fi
    fail nginx-refused 'nginx refuses the configuration. If the image brings files in /etc/testsite/nginx.d, one of them is wrong.'
  fi
  reload_nginx
  changed nginx
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
