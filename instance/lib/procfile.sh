# shellcheck shell=bash
# Heroku's convention: a line `name: command` for each process (https://devcenter.heroku.com/articles/procfile).
# `web` listens on $PORT and gets the visitors; `release` runs once at each deploy, before the switch.
declare -r RELEASE_TIMEOUT_S=600 MAX_PROCESSES=20 MAX_PROCFILE_BYTES=65536 MAX_PROCFILE_LINES=100
# A directory for each release with the commands of its processes.
declare -r PLANS=$STATE/releases

# read_procfile RELEASE FILE: fills PROCESSES with the names and COMMANDS with the commands of all but `web` and `release`, which PROCFILE_WEB
# and RELEASE_COMMAND get. A line that can't be read fails the deploy: the process that it's for would be missed, and nobody would know why.
read_procfile() {
  PROCESSES=() COMMANDS=() RELEASE_COMMAND='' PROCFILE_WEB=''
  if [[ ! -f $2 || -L $2 ]]; then return 0; fi
  local line name command number=0
  local -A seen=()
  if (($(stat -c %s -- "$2") > MAX_PROCFILE_BYTES)); then reject_procfile "$1" "It's larger than $((MAX_PROCFILE_BYTES / 1024)) KB."; fi
  if is_utf16 "$2"; then reject_procfile "$1" 'It is in UTF-16; save it as UTF-8.'; fi
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    if ((number > MAX_PROCFILE_LINES)); then reject_procfile "$1" "It has more than $MAX_PROCFILE_LINES lines."; fi
    line=${line#$'\xef\xbb\xbf'}
    line=${line%$'\r'}
    if [[ $line =~ ^[[:space:]]*(#.*)?$ ]]; then continue; fi
    if [[ ! $line =~ ^[[:space:]]*([A-Za-z][A-Za-z0-9_-]{0,30})[[:space:]]*:[[:space:]]*([^[:space:]].*)$ ]]; then
      reject_procfile "$1" "Line $number isn't \`NAME: COMMAND\`: ${line:0:100}"
    fi
    name=${BASH_REMATCH[1]} command=${BASH_REMATCH[2]}
    if [[ ${name,,} == @(web|release) ]]; then name=${name,,}; fi
    if [[ -n ${seen[$name]:-} ]]; then reject_procfile "$1" "Line $number has $name again."; fi
    seen[$name]=1
    case $name in
      release) RELEASE_COMMAND=$command ;;
      web) PROCFILE_WEB=$command ;;
      web-a | web-b) reject_procfile "$1" "Line $number: $name is a name of pokopoko's own." ;;
      *) PROCESSES+=("$name") COMMANDS+=("$command") ;;
    esac
  done <"$2"
  if ((${#PROCESSES[@]} > MAX_PROCESSES)); then reject_procfile "$1" "It has more than $MAX_PROCESSES processes."; fi
}

is_utf16() { [[ $(head -c 2 -- "$1" | od -An -tx1 | tr -d ' \n') == @(fffe|feff) ]]; }

reject_procfile() {
  printf '%s\n' "$2" >>"$OUTPUT"
  discard_release "$1" procfile-invalid "The Procfile can't be read. $2 What was deployed before stays."
}

# as_app SECONDS DIRECTORY COMMAND…: runs it with the site's environment, for at most that long. Without the job's lock and pipes, which a
# process it leaves behind would keep open. The timer is root's: `app` could stop one of its own. In a
# session of its own: it could type into the terminal of somebody who runs bin/deploy. When memory runs out, the kernel ends it first.
as_app() {
  local limit_s=$1 directory=$2
  shift 2
  find_limits
  (cd -- "$directory" && exec env -i RELEASE="$BUILT" PATH="$PATH" "${LIMITED[@]}" setsid --wait timeout --kill-after 10 "$limit_s" choom -n 1000 -- \
    setpriv --reuid app --regid app --clear-groups /opt/pokopoko/bin/in-environment "$@" </dev/null 9>&- 3>&-)
}

# capture COMMAND…: sets SAID to the beginning of what as_app's command prints. By way of a file: what it leaves behind would keep a pipe open
# for ever, and output without end would fill the memory.
declare -r MAX_SAID_BYTES=100000
SAID=''
capture() {
  local file=$STATE/said code=0
  rm -f -- "$file"
  (umask 077 && : >"$file")
  "$@" >"$file" || code=$?
  SAID=$(head -c "$MAX_SAID_BYTES" -- "$file" | tr '\000' '\n')
  rm -f -- "$file"
  return "$code"
}

# The Procfile's command, or what the stack does instead, such as migrations.
run_release_command() {
  if [[ -n $RELEASE_COMMAND ]]; then as_app $RELEASE_TIMEOUT_S "$APP" bash -c "$RELEASE_COMMAND" >"$LOGS/release.log" 2>&1
  else run_stack $RELEASE_TIMEOUT_S release >"$LOGS/release.log" 2>&1; fi
}

# require_release_command RELEASE: fails if it does.
require_release_command() {
  local code=0 kills wanted=$RELEASE_COMMAND
  if has_buildpack; then
    : >"$LOGS/release.log"
    wanted+=${ANSWERS[has_release]:-}
  fi
  if [[ -z $wanted ]]; then return 0; fi
  kills=$(memory_kills)
  run_release_command || code=$?
  if ((code == 0)); then return 0; fi
  tail -c "$MAX_LOG_BYTES" -- "$LOGS/release.log" >>"$OUTPUT"
  if ran_out_of_memory "$code" "$kills" "$LOGS/release.log"; then
    describe_memory >>"$OUTPUT"
    discard_release "$1" release-out-of-memory 'The release command ran out of memory. What was deployed before stays.'
  fi
  discard_release "$1" release-failed 'The release command failed. What was deployed before stays.'
}

# begin_plan RELEASE: writes what bin/in-environment and bin/process need. Not into the release, where `app` can write.
begin_plan() {
  local plan=$PLANS/${1##*/}
  rm -rf -- "$plan"
  mkdir -p -- "$plan"
  printf '%s\n' "$APP_AT" >"$plan/.app-directory"
  if [[ -n $SHARED_DIRECTORIES ]]; then printf '%s\n' "$SHARED_DIRECTORIES" >"$plan/.shared"; fi
  if [[ -n $PULL_REQUEST ]]; then : >"$plan/.review"; fi
  printf 'export GIT_COMMIT=%s\n' "$COMMIT" >"$plan/.environment.sh"
  # For packages whose versions no lock file names.
  if has_buildpack; then git_as_deploy log -1 --no-show-signature --format=%cI "$COMMIT" -- >"$plan/.committed" || true; fi
}

write_processes() {
  local index plan=$PLANS/${1##*/}
  if [[ -n $WEB ]]; then printf '%s' "$WEB" >"$plan/web"; fi
  for index in "${!PROCESSES[@]}"; do printf '%s' "${COMMANDS[index]}" >"$plan/${PROCESSES[index]}"; done
}

# app_program_config LOG: what all programs of the repository have in common.
app_program_config() {
  printf '%s\n' user=app "directory=$SITE" autorestart=true startsecs=3 startretries=5 stopasgroup=true killasgroup=true stopwaitsecs=10 \
    redirect_stderr=true "stdout_logfile=$LOGS/$1.log" stdout_logfile_maxbytes=5MB stdout_logfile_backups=1
}

# Makes Supervisor run exactly the other processes of the current release.
apply_processes() {
  local name config='' members=''
  for name in "${PROCESSES[@]}"; do
    config+="[program:app-$name]
command=/opt/pokopoko/bin/process $name
$(app_program_config "$name")

"
    members+=${members:+,}app-$name
  done
  if [[ -n $members ]]; then config+="[group:app]"$'\n'"programs=$members"$'\n'; fi
  local file=/etc/supervisor/conf.d/testsite-app.conf
  if [[ -z $config && ! -s $file ]] && ! is_pending processes; then return 0; fi
  MARK=processes write_file "$file" 0644 root:root <<<"$config" || true
  if is_pending processes; then
    supervisor_update
    clear_pending processes
  else
    restart_processes
  fi
}

# Without processes there's no such group.
restart_processes() {
  supervisor_call stopProcessGroup app >/dev/null
  supervisor_call startProcessGroup app 0 >/dev/null
}
