# shellcheck shell=bash
# Who may visit the site: by its password, or by the cookie that says that a browser has sent it once. With the cookie, a program can have
# an `Authorization` of its own, and requests that browsers make without a password pass.
#
# The cookie's value is one of TOKENS, by the generation, which each change of the password raises. nginx reads both the password and the
# generation for each request: a reload would break connections. After the last generation there are new tokens, and a reload.
declare -r NGINX_SESSION=/etc/nginx/testsite-session.conf TOKENS=$CONFIG/session-tokens
# A directory with a file, whose name is the generation: see nginx/generation.conf.
declare -r GENERATION=$CONFIG/session
declare -r GENERATIONS=16
# A file for each client's link, named by its id. Who opens one gets a cookie from the gateway (src/site/share-cookie.ts): id, end, and MD5 of
# both with SHARE_KEY, as nginx's secure_link checks it.
declare -r SHARES=$CONFIG/shares NGINX_SHARES=/etc/nginx/testsite-shares.conf

write_access() {
  if write_file "$CONFIG/htpasswd" 0640 root:www-data <<<"$ACCESS_USER:$PASSWORD_HASH"; then
    changed access
    raise_generation
  fi
  write_shares
  write_session
}

write_shares() {
  local file id
  make_directory "$SHARES" 0755 root:root
  for file in "$SHARES"/*; do
    if [[ " $SHARE_IDS " != *" ${file##*/} "* ]]; then
      rm -f -- "$file"
      changed shares
    fi
  done
  for id in $SHARE_IDS; do
    if [[ ! -e $SHARES/$id ]]; then
      : >"$SHARES/$id"
      changed shares
    fi
  done
  if [[ -n $SHARE_KEY ]] && write_file "$CONFIG/share-key" 0600 root:root <<<"$SHARE_KEY"; then changed shares; fi
  if MARK=session write_share_check; then mark_pending session; fi
}

# Whether a visitor has a cookie that's signed, and of which link. The nginx of Ubuntu 22.04 can't tell, so clients need the password there.
# False when nothing changed.
write_share_check() {
  local key='' check
  if [[ -s $CONFIG/share-key ]]; then read -r key <"$CONFIG/share-key"; fi
  if [[ -z $key || $(nginx -V 2>&1) != *http_secure_link_module* ]]; then
    check="map '' \$testsite_share_of { default ''; }
map '' \$testsite_share_signed { default ''; }"
  else
    # What is in parentheses is known once the whole of it is.
    check="map \$http_cookie \$testsite_share_signature {
  default '';
  \"~(?:^|; *)__Host-testsite=share\.(?<testsite_share_of>[0-9a-f]{12})\.(?<testsite_share_end>[0-9]{10})\.(?<testsite_share_mac>[A-Za-z0-9_-]{22})(?:;|\$)\" \"\$testsite_share_mac,\$testsite_share_end\";
}
secure_link \$testsite_share_signature;
secure_link_md5 \"\$testsite_share_of \$testsite_share_end $key\";
map \$secure_link \$testsite_share_signed {
  default '';
  1 1;
}"
  fi
  write_file "$NGINX_SHARES" 0600 root:root <<<"$check"
}

# Ends what browsers hold.
raise_generation() {
  local now next=0
  for now in "$GENERATION"/*; do
    rm -f -- "$now"
    next=$((${now##*/} + 1))
  done
  if ((next == GENERATIONS)); then
    next=0
    rm -f -- "$TOKENS"
  fi
  make_directory "$GENERATION" 0755 root:root
  : >"$GENERATION/$next"
}

# Root's alone: whoever reads a token can visit the site.
write_session() {
  local user tokens=() index lines='' bytes decoy
  if [[ ! -d $GENERATION ]]; then raise_generation; fi
  if [[ ! -s $TOKENS ]]; then
    lines=$(od -An -v -tx1 -w32 -N $((32 * GENERATIONS)) /dev/urandom)
    write_file "$TOKENS" 0600 root:root <<<"${lines// /}"
    lines=''
  fi
  mapfile -t tokens <"$TOKENS"
  SECRETS+=("${tokens[@]}")
  for index in "$GENERATION"/*; do SESSION=$(sha256sum < <(printf '%s' "${tokens[${index##*/}]}")); done
  SESSION=${SESSION%% *}
  for index in "${!tokens[@]}"; do lines+="  $index ${tokens[index]};"$'\n'; done
  IFS=: read -r user _ <"$CONFIG/htpasswd"
  # As a regular expression: nginx compares texts without regard to case.
  bytes=$(od -An -v -tx1 -w256 < <(printf '%s' "$user"))
  decoy=$(base64 -w 0 < <(printf '%s:' "$user"))
  user=${user//\\/\\\\}
  MARK=session write_file "$NGINX_SESSION" 0600 root:root <<<"map \$testsite_generation \$testsite_token {
  default '';
$lines}
# The site's own password stays outside.
map \"\$testsite_session|\$remote_user\" \$testsite_authorization {
  default '';
  \"~^1\\|\" \$http_authorization;
  \"1|${user//\"/\\\"}\" '';
}
# A name that isn't the user's; and what the user would send with a password that nobody has.
map \$remote_user \$testsite_is_stranger {
  default 1;
  '' 0;
  \"~^${bytes// /\\x}\\z\" 0;
}
map '' \$testsite_decoy {
  default \"Basic $decoy\";
}" || return 0
  # Once more: a deploy that reloads nginx clears the mark, and may have done so before this was written.
  mark_pending session
}

# After a change of the password alone: of the user's name, or when there are new tokens. A mark of its own: a deploy, which has another
# lock, would clear that of nginx. Before the first deploy nginx doesn't serve the site yet.
apply_access() {
  if ! is_pending session || [[ ! -f /etc/nginx/sites-enabled/testsite ]] || ! quiet nginx -t; then return 0; fi
  reload_nginx
  await_nginx
  clear_pending session
}
