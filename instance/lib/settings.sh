# shellcheck shell=bash
# What later deploys need of the last set-up. Bash itself quotes the values.
write_settings() {
  local text='' name
  for name in SITE_NAME SITE_ID CLONE_URL BRANCH REVISION DOCUMENT_ROOT SPA_FALLBACK APP_DIRECTORY START_COMMAND SHARED_DIRECTORIES WANTED_SERVICES SITE_URL PULL_REQUEST MAX_UPLOAD_MEGABYTES; do text+="$name=${!name@Q}"$'\n'; done
  if write_file "$CONFIG/settings" 0600 root:root <<<"${text%$'\n'}"; then changed settings; fi
}

# What the site's programs are told of it; see bin/in-environment. A set-up that failed has told them of settings that don't hold.
write_environment() {
  make_directory "$ENVIRONMENT" 0755 root:root
  write_file "$ENVIRONMENT/10-site.sh" 0644 root:root <<<"export SITE_URL=${SITE_URL@Q} SITE_NAME=${SITE_NAME@Q} GIT_BRANCH=${BRANCH@Q}" || true
}

read_settings() {
  if [[ ! -f $CONFIG/settings ]]; then fail invalid-input 'The machine was not set up yet.'; fi
  # shellcheck source=/dev/null
  source "$CONFIG/settings"
  # Machines that were set up before there were these.
  : "${REVISION:=1}" "${APP_DIRECTORY:=}" "${START_COMMAND:=}" "${SHARED_DIRECTORIES:=}" "${WANTED_SERVICES:=}" "${PULL_REQUEST:=}" "${MAX_UPLOAD_MEGABYTES:=1024}" "${SITE_URL:=http://$SITE_NAME.localhost}"
}

make_directories() {
  make_own_directories "$CONFIG"{,/keys} "$STATE"{,/members} "$LOGS"{,/machine} "$SITE" "$RELEASES" "$RUNTIME" "$ENVIRONMENT" "$SHARES" "${MOTD%/*}"
}
