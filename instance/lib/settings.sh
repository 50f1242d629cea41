# shellcheck shell=bash
# What later deploys need to know, kept from the last set-up. Values are quoted by bash itself.
write_settings() {
  local text='' name
  for name in SITE_NAME SITE_ID CLONE_URL BRANCH DOCUMENT_ROOT SPA_FALLBACK; do text+="$name=${!name@Q}"$'\n'; done
  if put "$CONFIG/settings" 0600 root:root <<<"${text%$'\n'}"; then changed settings; fi
}

read_settings() {
  if [[ ! -f $CONFIG/settings ]]; then fail invalid-input 'The machine was not set up yet.'; fi
  # shellcheck source=/dev/null
  source "$CONFIG/settings"
}

make_places() {
  make_directory "$CONFIG" 0755 root:root
  make_directory "$STATE" 0755 root:root
  make_directory "$LOGS" 0755 root:root
  make_directory "$SITE" 0755 root:root
  make_directory "$RELEASES" 0755 root:root
}
