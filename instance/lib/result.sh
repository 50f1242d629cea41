# shellcheck shell=bash
# A job's result. The last line of its output is one JSON object; output of commands may come before it.
#   {"ok":true,"changed":["nginx",…],"deploy":{…},"withoutAccount":["octocat",…],"session":"5f0c…","seconds":{"users":0.02,…}}
#   {"ok":false,"reason":"branch-missing","message":"…","permanent":true,"log":"…"}

# Reason → exit code. Retrying can't help with those in PERMANENT.
declare -rA EXIT_CODES=(
  [unexpected]=1 [invalid-input]=10 [busy]=11 [packages-failed]=12
  [clone-failed]=20 [repository-missing]=21 [branch-missing]=22 [repository-empty]=23 [document-root-missing]=24
  [release-failed]=25 [app-directory-missing]=26 [build-failed]=27 [start-missing]=28 [start-failed]=29 [nginx-refused]=30 [supervisor-failed]=31
  [service-failed]=32 [environment-missing]=33 [build-out-of-memory]=34 [build-too-slow]=35 [procfile-invalid]=36
  [lfs-missing]=37 [submodule-missing]=38 [release-out-of-memory]=39 [start-out-of-memory]=40
)
declare -r PERMANENT=' invalid-input repository-missing branch-missing repository-empty document-root-missing release-failed app-directory-missing build-failed build-out-of-memory build-too-slow start-missing start-failed procfile-invalid nginx-refused service-failed environment-missing lfs-missing submodule-missing release-out-of-memory start-out-of-memory '

# is_final CODE: true when there's no point in retrying: it succeeded, or can't.
is_final() {
  local reason
  if (($1 == 0)); then return 0; fi
  for reason in $PERMANENT; do if ((EXIT_CODES[$reason] == $1)); then return 0; fi; done
  return 1
}

CHANGED=()
DEPLOY_JSON=''
# What the start page answers; see lib/look.sh.
PAGE_JSON=''
# What app.json requires and nothing sets; for environment-missing.
MISSING=()
# What a browser's cookie is known by while the machine is off; see lib/access.sh.
SESSION=''
# When the running deploy started, so that a failure is recorded as a deploy; '' when none runs.
DEPLOY_STARTED_AT=''
# Not empty: a failure that may pass isn't recorded, since a retry follows soon.
IS_RETRIED=''
SECRETS=()
STAGE=''
STAGE_STARTED_AT=0
STAGE_SECONDS=()
# Output of commands, for the log of a failure.
OUTPUT=/run/testsite-output.$BASHPID
(umask 077 && : >"$OUTPUT")
TEMPORARY=("$OUTPUT")
trap 'rm -f -- "${TEMPORARY[@]}"' EXIT
trap 'fail unexpected "Something unexpected went wrong (line $LINENO)."' ERR

# stage NAME [STARTED_AT]: the time from now on, or from then in microseconds, counts for that stage.
stage() {
  local now=${2:-${EPOCHREALTIME/./}}
  if [[ -n $STAGE ]]; then STAGE_SECONDS+=("$STAGE" "$((now - STAGE_STARTED_AT))"); fi
  STAGE=$1 STAGE_STARTED_AT=$now
  announce "$1"
}

changed() {
  local known
  for known in "${CHANGED[@]}"; do if [[ $known == "$1" ]]; then return 0; fi; done
  CHANGED+=("$1")
}

# quiet COMMAND…: runs it and keeps its output for the log.
quiet() { "$@" >>"$OUTPUT" 2>&1 </dev/null; }

# Characters; bash's replacement takes time with the square of the length.
declare -r LONG=1000

# json TEXT: a JSON string. Not by jq, which takes longer to start than most stages take.
json() {
  local text=$1
  if ((${#text} > LONG)); then
    printf '"%s"' "$(printf '%s' "$text" | sed -z 's/\\/\\\\/g; s/"/\\"/g; s/\n/\\n/g; s/\t/\\t/g; s/[[:cntrl:]]/ /g')"
    return
  fi
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  printf '"%s"' "${text//[[:cntrl:]]/ }"
}

# fail REASON MESSAGE: ends the job. MESSAGE tells people what's wrong and what to do.
fail() {
  trap - ERR
  local log permanent=false
  log=$(redacted_tail 20 <"$OUTPUT") || log=''
  if [[ $PERMANENT == *" $1 "* ]]; then permanent=true; fi
  if [[ -n $DEPLOY_STARTED_AT && ($permanent == true || -z $IS_RETRIED) ]]; then record_deploy "$1" "$DEPLOY_STARTED_AT" "$log" || true; fi
  end_announcements || true
  printf '{"ok":false,"reason":"%s","message":%s,"permanent":%s%s,"log":%s}\n' "$1" "$(json "$2")" "$permanent" "$(missing_json)" "$(json "$log")"
  exit "${EXIT_CODES[$1]}"
}

# Names are checked before: see lib/app-json.sh.
missing_json() {
  local list
  if ((${#MISSING[@]} == 0)); then return 0; fi
  printf -v list '"%s",' "${MISSING[@]}"
  printf ',"variables":[%s]' "${list%,}"
}

succeed() {
  stage ''
  end_announcements
  local name list='' seconds='' without='' index
  for name in "${CHANGED[@]}"; do list+=${list:+,}\"$name\"; done
  for name in "${WITHOUT_ACCOUNT[@]}"; do without+=${without:+,}$(json "$name"); done
  for ((index = 0; index < ${#STAGE_SECONDS[@]}; index += 2)); do
    printf -v name '"%s":%d.%06d' "${STAGE_SECONDS[index]}" $((STAGE_SECONDS[index + 1] / 1000000)) $((STAGE_SECONDS[index + 1] % 1000000))
    seconds+=${seconds:+,}$name
  done
  printf '{"ok":true,"changed":[%s]%s,"seconds":{%s}}\n' "$list" "${DEPLOY_JSON:+,\"deploy\":$DEPLOY_JSON}${without:+,\"withoutAccount\":[$without]}${SESSION:+,\"session\":\"$SESSION\"}" "$seconds"
}

# Logs of failures go to Slack.
declare -r MAX_LINE=300
# At most this much of a log is read, or copied to /run, which is in memory.
declare -r MAX_LOG_BYTES=20000
# Of these there are dozens, below the error that they belong to.
declare -r RUBY_FRAME='^[[:space:]]+from [^ ]+:[0-9]+:in '

# redacted_tail LINES: the last lines of stdin, at most 4000 characters, without secrets, credentials in addresses, what looks
# like a secret, and control characters.
redacted_tail() {
  local text secret line tail='' lines secrets=("${SECRETS[@]}")
  # shellcheck source=/dev/null
  if [[ -f $CONFIG/hidden ]]; then source "$CONFIG/hidden"; fi
  IFS= read -r -d '' text < <(grep -avE "$RUBY_FRAME" | tail -n "$1" | tail -c "$MAX_LOG_BYTES" | tr -d '\000') || true
  for secret in "${secrets[@]}"; do if [[ -n $secret ]]; then text=${text//"$secret"/***}; fi; done
  mapfile -t lines < <(sed -E -f /opt/pokopoko/lib/redact.sed <<<"$text")
  for line in "${lines[@]}"; do tail+=${line:0:MAX_LINE}$'\n'; done
  while [[ $tail == *[[:space:]] ]]; do tail=${tail%?}; done
  if ((${#tail} > 4000)); then tail=${tail: -4000}; fi
  printf '%s' "$tail"
}
