# shellcheck shell=bash
# Heroku's convention: a line `name: command` for each process (https://devcenter.heroku.com/articles/procfile).
# `web` listens on $PORT and gets the visitors; `release` runs once at each deploy, before the switch.
declare -r RELEASE_TIMEOUT_S=600
# A directory for each release with the commands of its processes.
declare -r PLANS=$STATE/releases

# read_procfile FILE: fills PROCESSES with the names and COMMANDS with the commands of all but `web` and `release`, which PROCFILE_WEB and
# RELEASE_COMMAND get.
read_procfile() {
  PROCESSES=() COMMANDS=() RELEASE_COMMAND='' PROCFILE_WEB=''
  if [[ ! -f $1 || -L $1 ]]; then return 0; fi
  local line name command
  local -A seen=()
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#$'\xef\xbb\xbf'}
    if [[ ! ${line%$'\r'} =~ ^([A-Za-z][A-Za-z0-9_-]{0,30}):[[:space:]]*([^[:space:]].*)$ ]]; then continue; fi
    name=${BASH_REMATCH[1]} command=${BASH_REMATCH[2]}
    if [[ -n ${seen[$name]:-} ]]; then continue; fi
    seen[$name]=1
    case $name in
      release) RELEASE_COMMAND=$command ;;
      web) PROCFILE_WEB=$command ;;
      # Programs of ours have these names.
      web-a | web-b) ;;
      *) if ((${#PROCESSES[@]} < 20)); then PROCESSES+=("$name") COMMANDS+=("$command"); fi ;;
    esac
  done <"$1"
}

# as_app SECONDS DIRECTORY COMMAND…: runs it with the site's environment, for at most that long. Without the job's lock and pipes, which a
# process it leaves behind would keep open. The timer is root's: `app` could stop one of its own. In a
# session of its own: it could type into the terminal of somebody who runs bin/deploy. When memory runs out, the kernel ends it first.
as_app() {
  local limit_s=$1 directory=$2
  shift 2
  (cd -- "$directory" && exec env -i RELEASE="$BUILT" PATH="$PATH" setsid --wait timeout --kill-after 10 "$limit_s" choom -n 1000 -- \
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
  elif has_buildpack; then run_stack $RELEASE_TIMEOUT_S release >"$LOGS/release.log" 2>&1; fi
}

# begin_plan RELEASE: writes what bin/in-environment and bin/process need. Not into the release, where `app` can write.
begin_plan() {
  local plan=$PLANS/${1##*/}
  rm -rf -- "$plan"
  mkdir -p -- "$plan"
  printf '%s\n' "$APP_AT" >"$plan/.app-directory"
  if [[ -n $SHARED_DIRECTORIES ]]; then printf '%s\n' "$SHARED_DIRECTORIES" >"$plan/.shared"; fi
  if [[ -n $PULL_REQUEST ]]; then : >"$plan/.review"; fi
  if [[ -n $SUBMODULES ]]; then printf '%s\n' "$SUBMODULES" >"$plan/.submodules"; fi
  printf 'export GIT_COMMIT=%s\n' "$COMMIT" >"$plan/.environment.sh"
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
