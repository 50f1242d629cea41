# shellcheck shell=bash
# Who may visit the site: by its password, or by the cookie that says that a browser has sent it once. With the cookie, a program can have
# an `Authorization` of its own, and requests that browsers make without a password pass.
declare -r NGINX_SESSION=/etc/nginx/testsite-session.conf

# nginx reads the password for each request. The cookie is made of it, so a change ends all sessions.
write_access() {
  if write_file "$CONFIG/htpasswd" 0640 root:www-data <<<"$ACCESS_USER:$PASSWORD_HASH"; then changed access; fi
  write_session
}

# Root's alone: whoever reads the key or the file can visit the site.
write_session() {
  local user token key=$CONFIG/session-key
  if [[ ! -s $key ]]; then head -c 32 /dev/urandom | sha256sum | head -c 64 | write_file "$key" 0600 root:root; fi
  token=$(cat -- "$key" "$CONFIG/htpasswd" | sha256sum)
  token=${token%% *}
  SECRETS+=("$token")
  IFS=: read -r user _ <"$CONFIG/htpasswd"
  user=${user//\\/\\\\}
  MARK=nginx write_file "$NGINX_SESSION" 0600 root:root <<<"map \$http_cookie \$testsite_session {
  default 0;
  \"~(?:^|; *)__Host-testsite=$token(?:;|\$)\" 1;
}
# Only of a password that was asked for, so never of one that a location takes unseen.
map \"\$testsite_realm|\$testsite_session|\$remote_user\" \$testsite_set_cookie {
  default '';
  \"~^Test site[^|]*\\|0\\|.\" '__Host-testsite=$token; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax';
}
# The site's own password stays outside.
map \"\$testsite_session|\$remote_user\" \$testsite_authorization {
  default '';
  \"~^1\\|\" \$http_authorization;
  \"1|${user//\"/\\\"}\" '';
}" || true
}

# After a change of the password alone. Before the first deploy nginx doesn't serve the site yet.
apply_access() {
  if ! is_pending nginx || [[ ! -f /etc/nginx/sites-enabled/testsite ]] || ! quiet nginx -t; then return 0; fi
  reload_nginx
  clear_pending nginx
}
