# shellcheck shell=bash
# What people may see of an output: logs of failures go to Slack.
declare -r MAX_LINE=300

# redacted_tail LINES: the last lines of stdin, at most 4000 characters, without our secrets, credentials in addresses, what
# looks like a secret of others, and control characters.
redacted_tail() {
  local text secret line tail='' lines
  IFS= read -r -d '' text < <(tail -n "$1" | tail -c 20000 | tr -d '\000') || true
  for secret in "${SECRETS[@]}"; do if [[ -n $secret ]]; then text=${text//"$secret"/***}; fi; done
  mapfile -t lines < <(sed -E -f /opt/pokopoko/lib/redact.sed <<<"$text")
  for line in "${lines[@]}"; do tail+=${line:0:MAX_LINE}$'\n'; done
  tail=${tail%%+([[:space:]])}
  if ((${#tail} > 4000)); then tail=${tail: -4000}; fi
  printf '%s' "$tail"
}
