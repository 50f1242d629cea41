# shellcheck shell=bash
# The state of the Procfile's programs. bin/watcher keeps a file for each: RESTARTS CRASHING END…, with `true`, `false`, or `memory`, which it lacks,
# and the exits of the last CRASH_WINDOW_S in seconds since 1970. Supervisor itself only gives up programs that exit within `startsecs`.
declare -r PROGRAMS=$RUNTIME/programs
declare -r CRASH_WINDOW_S=600
declare -r CRASH_ENDS=5

# describe_programs ANSWER LINES: a JSON array with an object for each; for one that crashes, with the last lines of its log.
# ANSWER is supervisor.getAllProcessInfo's: <struct> by <struct>, of which name, group and statename matter.
describe_programs() {
  local answer=$1 struct program name slot list=''
  slot=$(active_slot)
  answer=$(tr -d '\n ' <<<"$answer")
  while [[ $answer == *'<struct>'* ]]; do
    answer=${answer#*<struct>}
    struct=${answer%%</struct>*}
    name=$(member name "$struct")
    # The web process is the one whose slot visitors get.
    if [[ $name != app-* || $name == app-web-[ab] && $name != "app-web-$slot" ]]; then continue; fi
    program=$(describe_program "$name" "$(member statename "$struct")" "$2")
    list+=${list:+,}$program
  done
  printf '[%s]' "$list"
}

# describe_program app-NAME STATE LINES
describe_program() {
  local name=${1#app-} state=$2 restarts=0 crashing=false log='' memory=''
  if [[ -f $PROGRAMS/$name ]]; then read -r restarts crashing _ <"$PROGRAMS/$name" || true; fi
  if [[ $state == FATAL && $crashing == false ]]; then crashing=true; fi
  if [[ $crashing != false && -f $LOGS/$name.log ]]; then
    log=$(redacted_tail "$3" <"$LOGS/$name.log")
    if tail -n 40 -- "$LOGS/$name.log" | grep -Eq -- "$OUT_OF_MEMORY"; then crashing=memory; fi
  fi
  if [[ $crashing == memory ]]; then crashing=true memory=',"memory":true' log+=$(describe_memory); fi
  if [[ $name == web-[ab] ]]; then name=web; fi
  printf '{"name":"%s","state":"%s","restarts":%d,"crashing":%s%s,"log":%s}' "$name" "$state" "$restarts" "$crashing" "$memory" "$(json "$log")"
}

member() {
  local value=${2#*<name>"$1"</name><value><string>}
  printf '%s' "${value%%</string>*}"
}
