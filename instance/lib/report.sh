# shellcheck shell=bash
# Where the machine reports its deploys and programs to. Address and token are a curl configuration that only root can read.
declare -r REPORT=$CONFIG/report

# False when nothing changed.
write_report() {
  if [[ -z $REPORT_URL ]]; then
    if [[ ! -e $REPORT ]]; then return 1; fi
    rm -f -- "$REPORT"
  else
    MARK=report write_file "$REPORT" 0600 root:root <<<"url = \"$REPORT_URL\"
header = \"Authorization: Bearer $REPORT_TOKEN\""
  fi
}

# send_report: sends what bin/status prints, and prints the HTTP status. One at a time, so that the newest state arrives last.
send_report() (
  local body
  umask 077
  exec 8>"$RUNTIME/report.lock"
  flock -w 60 8 || exit 1
  # Before the stage is read, so that a job which ends meanwhile knows.
  if [[ -e $DEPLOYING ]]; then : >"$DEPLOYING.reported"; fi
  body=$(/opt/pokopoko/bin/status 3>&- 8>&-) || exit 1
  curl -s -o /dev/null -w '%{http_code}' --max-time 10 --proto =http,https --config "$REPORT" \
    -H 'Content-Type: application/json' --data-binary @- <<<"$body" 3>&- 8>&-
)

# Wakes bin/reporter. The report stays pending until it's delivered, even while no reporter runs.
queue_report() {
  mark_pending report
  write_to_pipe "$RUNTIME/reports" report
}

# For bin/status: `,"guesses":{"count":123,"at":1790000000000}`, when nginx/guard.py has seen many wrong logins within a day, or nothing.
guesses_json() {
  local text
  if ! { IFS= read -r -n 60 text <"$STATE/guesses"; } 2>/dev/null || [[ ! $text =~ ^\{\"count\":[0-9]+,\"at\":[0-9]+\}$ ]]; then return 0; fi
  printf ',"guesses":%s' "$text"
}
