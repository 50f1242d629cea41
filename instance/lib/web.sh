# shellcheck shell=bash
# The web process has two slots, so that a new release answers before the old one stops. nginx asks for the file USE_B at each request
# and needs no reload.
declare -rA SLOT_PORTS=([a]=5001 [b]=5002)
declare -r USE_B=$SITE/use-b
declare -r START_TIMEOUT_S=90
declare -r DRAIN_S=10

active_slot() { if [[ -e $USE_B ]]; then printf b; else printf a; fi; }
idle_slot() { if [[ -e $USE_B ]]; then printf a; else printf b; fi; }

# Supervisor starts neither slot by itself, because it doesn't know which one visitors get. bin/deployer starts that one after a boot.
write_web_programs() {
  local slot config='' file=/etc/supervisor/conf.d/testsite-web.conf
  for slot in a b; do
    config+="[program:app-web-$slot]
command=/opt/pokopoko/bin/process web $slot
autostart=false
$(app_program_config "web-$slot")

"
  done
  if [[ $SERVE != program ]]; then
    if [[ ! -e $file ]]; then return 0; fi
    config=''
  fi
  MARK=web-programs write_file "$file" 0644 root:root <<<"$config" || true
  if is_pending web-programs; then
    supervisor_update
    clear_pending web-programs
  fi
}

# start_web RELEASE: starts it in the idle slot, and returns once it answers. When it doesn't, the old one goes on.
start_web() {
  local absent kills
  kills=$(memory_kills)
  try_web "$1"
  if [[ -z $WEB_PROBLEM ]]; then return 0; fi
  if ran_out_of_memory '' "$kills" "$LOGS/web-$(idle_slot).log"; then
    describe_memory >>"$OUTPUT"
    discard_release "$1" start-out-of-memory 'The web process ran out of memory. What was deployed before stays.'
  fi
  if ((${#ABSENT[@]} > 0)); then
    printf -v absent '%s, ' "${ABSENT[@]}"
    printf "This uses %s, which the machine doesn't have: set the address of one elsewhere with Environment.\n" "${absent%, }" >>"$OUTPUT"
  elif lacks_database <"$LOGS/web-$(idle_slot).log"; then
    printf "It finds no database: choose one in the site's settings, and have it connect by its variables, such as DATABASE_URL; or set the address of one elsewhere with Environment.\n" >>"$OUTPUT"
  fi
  if has_buildpack && capture run_stack 60 answer unset_variables 2>/dev/null && [[ $SAID =~ ^[A-Z0-9_,\ …]+$ ]]; then
    printf "Nothing sets %s, which the project's example of an environment has: set what it needs with Environment.\n" "$SAID" >>"$OUTPUT"
  fi
  discard_release "$1" start-failed "$WEB_PROBLEM What was deployed before stays."
}

# try_web RELEASE: the same; sets WEB_PROBLEM to why it doesn't answer, or to ''. Of a program that listens on a port of its own, bin/process
# can change that in Node; to others it passes connections on. Two of those can't run at once, so the one before stops first.
try_web() {
  local plan=$PLANS/${1##*/} served stopped=''
  served=$PLANS/$(basename -- "$(realpath -m -- "$CURRENT")")
  if [[ -f $served/.own-port ]]; then
    stopped=app-web-$(active_slot)
    supervisor_call stopProcess "$stopped" >/dev/null
    if [[ $served != "$plan" ]]; then cp -- "$served/.own-port" "$plan/.own-port"; fi
  fi
  run_in_idle_slot "$1"
  if takes_other_port "$plan"; then
    if [[ $BUILDPACK == @(node|workspace) ]]; then printf '%s\n' "$WRONG_PORT" >"$plan/.port"; else printf '%s\n' "$WRONG_PORT" >"$plan/.own-port"; fi
    run_in_idle_slot "$1"
  fi
  # The program may have learned to listen where it has to.
  if [[ -z $WEB_PROBLEM && -f $plan/.own-port && ,$(listening_ports "$(program_pid "app-web-$(idle_slot)")"), != *",$(<"$plan/.own-port"),"* ]]; then rm -- "$plan/.own-port"; fi
  if [[ -n $WEB_PROBLEM && -n $stopped ]]; then supervisor_call startProcess "$stopped" 0 >/dev/null; fi
}

# takes_other_port PLAN: is WRONG_PORT one that wasn't tried yet?
takes_other_port() {
  [[ $WRONG_PORT == +([0-9]) && ! -e $1/.port ]] && [[ ! -e $1/.own-port || $(<"$1/.own-port") != "$WRONG_PORT" ]]
}

run_in_idle_slot() {
  local slot port answer state='' code until_s look_at_s=$((SECONDS + 5)) before='' tries=0
  WEB_PROBLEM='' WRONG_PORT=''
  slot=$(idle_slot) port=${SLOT_PORTS[$slot]}
  write_web_programs
  link "$SITE/web-$slot" "$1"
  : >"$LOGS/web-$slot.log"
  # Mostly nothing runs there any more. It's a fault to start what does, and an error to start what is just being stopped.
  if [[ -n $(ss -Hltn "sport = :$port") ]] || ! answer=$(supervisor_call startProcess "app-web-$slot" 0 2>/dev/null) || is_fault "$answer"; then
    supervisor_call stopProcess "app-web-$slot" >/dev/null
    free_port "$port"
    : >"$LOGS/web-$slot.log"
    supervisor_call startProcess "app-web-$slot" 0 >/dev/null
  fi
  until_s=$((SECONDS + START_TIMEOUT_S))
  while :; do
    code=000 state=''
    # curl takes longer to start than to find out that nobody listens.
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 10 -H "Host: ${SITE_URL#*://}" -H 'X-Forwarded-Proto: https' \
        "http://127.0.0.1:$port/") || true
    fi
    if [[ $code != 000 ]] || ((++tries % 10 == 0)); then state=$(program_state "app-web-$slot"); fi
    # An old process on the port could answer for one that is dead.
    if [[ $code != 000 && $state =~ ^(RUNNING|STARTING)$ ]]; then return 0; fi
    if [[ $state =~ ^(FATAL|BACKOFF|EXITED)$ ]]; then WEB_PROBLEM='The web process ended as soon as it was started.'; break; fi
    if ((SECONDS >= look_at_s || SECONDS > until_s)); then
      WRONG_PORT=$(wrong_ports "$slot")
      look_at_s=$((SECONDS + 5))
      # Twice the same: it won't open another.
      if [[ $WRONG_PORT == "$before" ]] && takes_other_port "$PLANS/${1##*/}"; then until_s=0; fi
      before=$WRONG_PORT
    fi
    if ((SECONDS > until_s)); then
      explain_silence
      break
    fi
    sleep 0.02
  done
  supervisor_call stopProcess "app-web-$slot" >/dev/null
  tail -c "$MAX_LOG_BYTES" -- "$LOGS/web-$slot.log" >>"$OUTPUT"
  if [[ -n $WRONG_PORT ]]; then printf '%s\n' "$WEB_PROBLEM" >>"$OUTPUT"; fi
}

# Sets WEB_PROBLEM to why nothing answers.
explain_silence() {
  if [[ -n $WRONG_PORT ]]; then WEB_PROBLEM="The web process listens on port $WRONG_PORT; it has to listen on \$PORT."
  else WEB_PROBLEM="The web process did not answer within $START_TIMEOUT_S seconds. It has to listen on 127.0.0.1:\$PORT."; fi
}

# wrong_ports SLOT: prints what its process listens on, unless that's the port it was given.
wrong_ports() {
  local ports
  ports=$(listening_ports "$(program_pid "app-web-$1")")
  if [[ ,$ports, != *",${SLOT_PORTS[$1]},"* ]]; then printf '%s' "$ports"; fi
}

# As `app`: in a container, root doesn't see whose they are.
sockets_of_app() { as_app_itself ss -Hltnp "$@"; }

# Briefly, and without the job's lock: `app` can stop, and even trace, what runs as `app`.
as_app_itself() { timeout -s KILL 10 setpriv --reset-env --reuid app --regid app --clear-groups "$@" 9>&- 3>&-; }

# The ports on which PID or a process in its group listens.
listening_ports() {
  local pid list=''
  for pid in $(pgrep -g "$1" 2>/dev/null); do list+=$(sockets_of_app | grep -F "pid=$pid," | sed -E 's/.*:([0-9]+) .*/\1/' | head -n 3 || true)$'\n'; done
  sort -u <<<"$list" | grep -v '^$' | paste -s -d, || true
}

# What a stopped program left on PORT is killed: it would answer for the new one.
free_port() {
  local pid tries
  for tries in {1..20}; do
    if [[ -z $(ss -Hltn "sport = :$1") ]]; then return 0; fi
    pid=$(sockets_of_app "sport = :$1" | sed -nE 's/.*pid=([0-9]+).*/\1/p' | head -n 1) || true
    # Not by root: it's `app` that says which.
    if [[ -n $pid ]]; then as_app_itself kill -KILL "$pid" 2>/dev/null || true; fi
    sleep 0.1
  done
  fail start-failed "Port $1 is taken by another program of the machine."
}

# Visitors get the release that start_web started; the old one ends when its connections have, or after DRAIN_S.
switch_web() {
  local old
  old=$(active_slot)
  if [[ $old == a ]]; then : >"$USE_B"; else rm -f -- "$USE_B"; fi
  ln -sfn "web-$(active_slot).log" "$LOGS/web.log"
  write_nginx
  stage drain
  drain "${SLOT_PORTS[$old]}"
  supervisor_call stopProcess "app-web-$old" >/dev/null
}

# drain PORT: returns when nothing is connected to it any more, or after DRAIN_S. A request that found the old slot just before the switch
# may take a moment to connect.
drain() {
  local until_s=$((SECONDS + DRAIN_S)) quiet_ticks=0
  while ((SECONDS < until_s && quiet_ticks < 10)); do
    sleep 0.1
    if [[ -n $(ss -Htn state established "sport = :$1") ]]; then quiet_ticks=0; else quiet_ticks=$((quiet_ticks + 1)); fi
  done
}

stop_web() {
  write_web_programs
  rm -f -- "$USE_B" "$SITE"/web-{a,b}
}

program_state() { member statename "$(supervisor_call getProcessInfo "$1" | tr -d '\n')"; }
program_pid() {
  local answer
  answer=$(supervisor_call getProcessInfo "$1" | tr -d '\n')
  answer=${answer#*<name>pid</name>*<int>}
  printf '%s' "${answer%%</int>*}"
}
