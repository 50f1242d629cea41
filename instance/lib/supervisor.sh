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
  send_call "supervisor.$method" "$params"
}

# send_call METHOD PARAMS
send_call() {
  curl -sS --fail --max-time 60 --unix-socket "$SUPERVISOR_SOCKET" -H 'content-type: text/xml' http://localhost/RPC2 --data-binary @- \
    <<<"<?xml version='1.0'?><methodCall><methodName>$1</methodName><params>$2</params></methodCall>"
}

# supervisor_update [PORT GROUP…]: reloads the configuration and updates the process groups. Others follow when something listens on PORT, for
# which these are needed: all at once, they take the processors from each other.
supervisor_update() {
  local answer added='' changed_groups='' removed='' group rest lists=() list port=${1:-} first=() others=()
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
    if [[ " ${*:2} " == *" $group "* ]]; then first+=("$group"); else others+=("$group"); fi
  done
  add_groups "${first[@]}"
  # If it doesn't start, Supervisor tries on.
  if ((${#first[@]} > 0)); then await_port "$port"; fi
  add_groups "${others[@]}"
}

# add_groups NAME…: in one call, since Supervisor starts the programs of one before it answers the next.
add_groups() {
  local group calls='' answer
  for group; do
    calls+="<value><struct><member><name>methodName</name><value><string>supervisor.addProcessGroup</string></value></member>\
<member><name>params</name><value><array><data><value><string>$group</string></value></data></array></value></member></struct></value>"
  done
  if (($# == 0)); then return 0; fi
  # A fault of one of them is a struct among the answers.
  if ! answer=$(send_call system.multicall "<param><value><array><data>$calls</data></array></value></param>" 2>>"$OUTPUT") || [[ $answer == *faultCode* ]]; then
    fail supervisor-failed 'A program could not be handed to the process supervisor.'
  fi
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
