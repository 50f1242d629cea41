# shellcheck shell=bash
# What later deploys need of the last set-up. Bash itself quotes the values.
write_settings() {
  local text='' name
  for name in SITE_NAME SITE_ID CLONE_URL BRANCH DOCUMENT_ROOT SPA_FALLBACK; do text+="$name=${!name@Q}"$'\n'; done
  if write_file "$CONFIG/settings" 0600 root:root <<<"${text%$'\n'}"; then changed settings; fi
}

read_settings() {
  if [[ ! -f $CONFIG/settings ]]; then fail invalid-input 'The machine was not set up yet.'; fi
  # shellcheck source=/dev/null
  source "$CONFIG/settings"
}

make_directories() {
  make_directory "$CONFIG" 0755 root:root
  make_directory "$STATE" 0755 root:root
  make_directory "$LOGS" 0755 root:root
  make_directory "$SITE" 0755 root:root
  make_directory "$RELEASES" 0755 root:root
}
