# shellcheck shell=bash
# What people may see of an output: logs of failures go to Slack.
declare -r MAX_LINE=300
# Of a log no more than this is looked at, or copied to /run, which is memory.
declare -r MAX_LOG_BYTES=20000

# redacted_tail LINES: the last lines of stdin, at most 4000 characters, without our secrets, credentials in addresses, what
# looks like a secret of others, and control characters.
redacted_tail() {
  local text secret line tail='' lines
  IFS= read -r -d '' text < <(tail -n "$1" | tail -c "$MAX_LOG_BYTES" | tr -d '\000') || true
  for secret in "${SECRETS[@]}"; do if [[ -n $secret ]]; then text=${text//"$secret"/***}; fi; done
  mapfile -t lines < <(sed -E -f /opt/pokopoko/lib/redact.sed <<<"$text")
  for line in "${lines[@]}"; do tail+=${line:0:MAX_LINE}$'\n'; done
  while [[ $tail == *[[:space:]] ]]; do tail=${tail%?}; done
  if ((${#tail} > 4000)); then tail=${tail: -4000}; fi
  printf '%s' "$tail"
}
