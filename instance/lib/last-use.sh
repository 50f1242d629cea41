# shellcheck shell=bash
# When visitors or the team last used this machine: a site that nobody uses goes to sleep. Health checks, failed logins, robots, and what
# programs do by themselves aren't use.
# nginx adds to USES with each request of a visitor who was let in (nginx/site.conf); only its time counts. LAST_USE has the time of the last use.
declare -r USES=/var/log/nginx/testsite-uses LAST_USE=$STATE/last-use
declare -r MAX_USES_BYTES=1000000
# Executables of the image: one that exits with 0 says that the machine is in use.
declare -r BUSY=$CONFIG/busy.d

# Brings LAST_USE up to date.
note_use() {
  if [[ ! -e $LAST_USE ]]; then : >"$LAST_USE"; fi
  # The nginx of a machine that an earlier version set up doesn't tell.
  if [[ ! -e $USES ]] || is_in_use; then touch -- "$LAST_USE"; return 0; fi
  if [[ $USES -nt $LAST_USE ]]; then touch -r "$USES" -- "$LAST_USE"; fi
  if [[ -f $USES ]] && (($(stat -c %s -- "$USES") > MAX_USES_BYTES)); then
    : >"$USES"
    touch -r "$LAST_USE" -- "$USES"
  fi
}

# Prints when that was, in milliseconds since 1970; 0 if never.
last_use_ms() { if [[ -e $LAST_USE ]]; then date -r "$LAST_USE" +%s%3N; else printf 0; fi; }

is_in_use() { has_open_requests || has_team_sessions || has_running_job || is_busy; }

# A request that goes on, such as a download, a stream, or a WebSocket. Others are over a second later.
has_open_requests() { count_open_requests && sleep 1 && count_open_requests; }

# More than this question itself.
count_open_requests() {
  local said
  said=$(curl -s --max-time 5 "http://127.0.0.1:$LOOK_PORT/_pokopoko/connections") || return 1
  [[ $said =~ Writing:\ ([0-9]+) ]] && ((BASH_REMATCH[1] > 1))
}

# With a shell or a command: those are children of their connection. A tunnel, or a connection that is kept for later, has none.
has_team_sessions() {
  local connections
  connections=$(pgrep -d , -f '^sshd(-session)?: [^ ]+@') || return 1
  quiet pgrep --parent "$connections"
}

has_running_job() { [[ -e /run/testsite.lock ]] && ! flock -n /run/testsite.lock true; }

is_busy() {
  local file
  for file in "$BUSY"/*; do
    if [[ -x $file ]] && quiet timeout -s KILL 10 "$file"; then return 0; fi
  done
  return 1
}
