# shellcheck shell=bash
# Supervisor by XML-RPC (http://supervisord.org/api.html): its own client starts Python for each call.
declare -r SUPERVISOR_SOCKET=/run/supervisor.sock

# supervisor_call METHOD [TEXT|0|1…]: parameters aren't escaped, and must be our own.
supervisor_call() {
  local method=$1 params='' param
  shift
  for param; do
    if [[ $param == [01] ]]; then params+="<param><value><boolean>$param</boolean></value></param>"
    else params+="<param><value><string>$param</string></value></param>"; fi
  done
  curl -sS --fail --max-time 60 --unix-socket "$SUPERVISOR_SOCKET" -H 'content-type: text/xml' http://localhost/RPC2 --data-binary @- \
    <<<"<?xml version='1.0'?><methodCall><methodName>supervisor.$method</methodName><params>$params</params></methodCall>"
}

# Reloads the configuration and updates the process groups.
supervisor_update() {
  local answer added='' changed_groups='' removed='' group rest lists=() list
  if ! answer=$(supervisor_call reloadConfig 2>>"$OUTPUT") || is_fault "$answer"; then
    fail supervisor-failed 'The process supervisor does not answer. Restarting the machine may help.'
  fi
  # [[added, changed, removed]]: three arrays inside one, inside another.
  answer=$(tr -d '\n ' <<<"$answer")
  rest=${answer#*<array><data><value><array><data>}
  while [[ $rest == *'<array><data>'* ]]; do
    rest=${rest#*<array><data>}
    lists+=("${rest%%</data></array>*}")
  done
  added=${lists[0]:-} changed_groups=${lists[1]:-} removed=${lists[2]:-}
  for group in $(names_in "$removed$changed_groups"); do remove_group "$group"; done
  for group in $(names_in "$added$changed_groups"); do
    if ! answer=$(supervisor_call addProcessGroup "$group" 2>>"$OUTPUT") || is_fault "$answer"; then
      fail supervisor-failed 'A program could not be handed to the process supervisor.'
    fi
  done
}

# Returns when nothing of the group runs any more. Programs are killed after `stopwaitsecs`; one that was just restarting is
# asked to stop again.
remove_group() {
  local answer tries
  for tries in {1..50}; do
    supervisor_call stopProcessGroup "$1" >/dev/null
    answer=$(supervisor_call removeProcessGroup "$1")
    # 10 is BAD_NAME: it is gone.
    if ! is_fault "$answer" || [[ $answer == *'<int>10</int>'* ]]; then return 0; fi
    sleep 0.1
  done
  fail supervisor-failed 'A program cannot be stopped. Restarting the machine may help.'
}

is_fault() { [[ $1 == *'<fault>'* ]]; }

names_in() {
  local rest=$1
  while [[ $rest == *'<string>'* ]]; do
    rest=${rest#*<string>}
    printf '%s\n' "${rest%%</string>*}"
  done
}
