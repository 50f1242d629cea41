# shellcheck shell=bash
# What came of a job. The last line of its output is one JSON object; progress and errors of commands come before it.
#   {"ok":true,"changed":["nginx",…],"deploy":{…},"seconds":{"users":0.02,…}}
#   {"ok":false,"reason":"branch-missing","message":"…","permanent":true,"log":"…"}

# Reason → exit code. Those that trying again cannot help are listed in PERMANENT.
declare -rA EXIT_CODES=(
  [unexpected]=1 [invalid-input]=10 [busy]=11 [packages-failed]=12
  [clone-failed]=20 [repository-missing]=21 [branch-missing]=22 [repository-empty]=23 [document-root-missing]=24
  [release-failed]=25 [nginx-refused]=30 [supervisor-failed]=31
)
declare -r PERMANENT=' invalid-input repository-missing branch-missing repository-empty document-root-missing release-failed nginx-refused '

# is_final CODE: true when trying again would change nothing: it went well, or it cannot be.
is_final() {
  local reason
  if (($1 == 0)); then return 0; fi
  for reason in $PERMANENT; do if ((EXIT_CODES[$reason] == $1)); then return 0; fi; done
  return 1
}

CHANGED=()
DEPLOY_JSON=''
# When the deploy under way began: what makes it fail is listed among the deploys.
DEPLOY_BEGAN=''
# Not empty: what fails only for a while is not listed, since it is tried again soon.
TOLD_LATER=''
SECRETS=()
PART=''
PART_BEGAN=0
PART_SECONDS=()
# What commands said, for the log of a failure.
OUTPUT=/run/testsite-output.$BASHPID
(umask 077 && : >"$OUTPUT")
trap 'rm -f -- "$OUTPUT"' EXIT
trap 'fail unexpected "Something unexpected went wrong (line $LINENO)."' ERR

# part NAME [MOMENT]: what comes next, or came since that moment in microseconds, counts as that part.
part() {
  local now=${2:-${EPOCHREALTIME/./}}
  if [[ -n $PART ]]; then PART_SECONDS+=("$PART" "$((now - PART_BEGAN))"); fi
  PART=$1 PART_BEGAN=$now
}

changed() {
  local known
  for known in "${CHANGED[@]}"; do if [[ $known == "$1" ]]; then return 0; fi; done
  CHANGED+=("$1")
}

# quiet COMMAND…: runs it, its output kept for the log.
quiet() { "$@" >>"$OUTPUT" 2>&1 </dev/null; }

# Bash replaces in a time that grows with the square of the length.
declare -r LONG=1000

# json TEXT: a JSON string. No jq: it takes longer to start than most parts take.
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

# fail REASON MESSAGE: ends the job. MESSAGE is for people: what is wrong and what to do.
fail() {
  trap - ERR
  local log permanent=false
  log=$(redacted_tail 20 <"$OUTPUT") || log=''
  if [[ $PERMANENT == *" $1 "* ]]; then permanent=true; fi
  if [[ -n $DEPLOY_BEGAN && ($permanent == true || -z $TOLD_LATER) ]]; then record_deploy "$1" "$DEPLOY_BEGAN" "$log" || true; fi
  printf '{"ok":false,"reason":"%s","message":%s,"permanent":%s,"log":%s}\n' "$1" "$(json "$2")" "$permanent" "$(json "$log")"
  exit "${EXIT_CODES[$1]}"
}

succeed() {
  part ''
  local name list='' seconds='' index
  for name in "${CHANGED[@]}"; do list+=${list:+,}\"$name\"; done
  for ((index = 0; index < ${#PART_SECONDS[@]}; index += 2)); do
    printf -v name '"%s":%d.%06d' "${PART_SECONDS[index]}" $((PART_SECONDS[index + 1] / 1000000)) $((PART_SECONDS[index + 1] % 1000000))
    seconds+=${seconds:+,}$name
  done
  printf '{"ok":true,"changed":[%s]%s,"seconds":{%s}}\n' "$list" "${DEPLOY_JSON:+,\"deploy\":$DEPLOY_JSON}" "$seconds"
}
