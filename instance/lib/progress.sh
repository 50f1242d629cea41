# shellcheck shell=bash
# What a deploy is doing, for the card. Each report costs a write, so a stage is reported only if it takes longer than ANNOUNCE_AFTER_S.
declare -r DEPLOYING=$RUNTIME/deploying STAGE_TIMES=$STATE/stage-times
declare -r ANNOUNCE_AFTER_S=3
# Those that people know, and wait for.
declare -r ANNOUNCED=' wait packages services build release start '

# announce STAGE: keeps it as the one that this job is in, and reports it in a while if it still is.
announce() {
  if [[ ! -f $REPORT || $ANNOUNCED != *" $1 "* ]]; then return 0; fi
  local said="$BASHPID $1 $EPOCHREALTIME"
  make_directory "$RUNTIME" 0755 root:root
  printf '%s\n' "$said" >"$DEPLOYING"
  (
    trap - ERR
    sleep "$ANNOUNCE_AFTER_S"
    if [[ $(cat "$DEPLOYING") != "$said" ]]; then exit 0; fi
    send_report
  ) >/dev/null 2>&1 </dev/null 9>&- 3>&- &
}

# announce_wait: for hold_lock; tells that this job waits, unless the one that it waits for tells what that is doing.
announce_wait() { if [[ -z $(deploying_json) ]]; then announce wait; fi; }

# This job is over. Its last report says so, too, if one may have told of a stage: see send_report.
end_announcements() {
  local pid
  if ! { IFS=' ' read -r pid _ <"$DEPLOYING"; } 2>/dev/null || [[ $pid != "$BASHPID" ]]; then return 0; fi
  rm -f -- "$DEPLOYING"
  if [[ -e $DEPLOYING.reported ]]; then
    rm -f -- "$DEPLOYING.reported"
    queue_report
  fi
}

# The stage of a job that still runs, for bin/status: `,"deploying":{"stage":"build","usualMs":40000}`, or nothing.
deploying_json() {
  local pid stage known ms usual=''
  if ! { IFS=' ' read -r pid stage _ <"$DEPLOYING"; } 2>/dev/null || [[ ! -d /proc/$pid ]]; then return 0; fi
  if [[ -f $STAGE_TIMES ]]; then
    while read -r known ms; do if [[ $known == "$stage" ]]; then usual=",\"usualMs\":$ms"; fi; done <"$STAGE_TIMES"
  fi
  printf ',"deploying":{"stage":"%s"%s}' "$stage" "$usual"
}

# Keeps how long the stages of this deploy took, for the next one. Those that took no time say nothing of one that will.
keep_stage_times() {
  local index ms text=''
  for ((index = 0; index < ${#STAGE_SECONDS[@]}; index += 2)); do
    ms=$((STAGE_SECONDS[index + 1] / 1000))
    if ((ms >= 1000)) && [[ $ANNOUNCED == *" ${STAGE_SECONDS[index]} "* ]]; then text+="${STAGE_SECONDS[index]} $ms"$'\n'; fi
  done
  printf '%s' "$text" >"$STAGE_TIMES"
}
