# shellcheck shell=bash
# Heroku's convention: a line `name: command` for each process (https://devcenter.heroku.com/articles/procfile).
# `web` listens on $PORT and gets the visitors; `release` runs once at each deploy, before the switch.
declare -r APP_PORT=5000
declare -r RELEASE_TIMEOUT_S=600

# read_procfile FILE: fills PROCESSES with names (without release) and RELEASE_COMMAND.
read_procfile() {
  PROCESSES=() RELEASE_COMMAND=''
  if [[ ! -f $1 || -L $1 ]]; then return 0; fi
  local line name
  local -A seen=()
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ ! ${line%$'\r'} =~ ^([A-Za-z][A-Za-z0-9_-]{0,30}):[[:space:]]*([^[:space:]].*)$ ]]; then continue; fi
    name=${BASH_REMATCH[1]}
    if [[ $name == release ]]; then
      RELEASE_COMMAND=${BASH_REMATCH[2]}
    elif [[ -z ${seen[$name]:-} ]] && ((${#PROCESSES[@]} < 20)); then
      seen[$name]=1
      PROCESSES+=("$name")
    fi
  done <"$1"
}

has_web() {
  local name
  for name in "${PROCESSES[@]}"; do if [[ $name == web ]]; then return 0; fi; done
  return 1
}

run_release_command() {
  if [[ -z $RELEASE_COMMAND ]]; then return 0; fi
  # Without the job's lock and pipes, which a process it leaves behind would keep open.
  (cd -- "$1" && exec env -i PATH="$PATH" HOME=/var/lib/app LANG=C.UTF-8 PORT=$APP_PORT \
    setpriv --reuid app --regid app --clear-groups timeout --kill-after 10 $RELEASE_TIMEOUT_S \
    bash -c "$RELEASE_COMMAND" </dev/null >"$LOGS/release.log" 2>&1 9>&- 3>&-)
}

# Makes Supervisor run exactly the processes of the current release.
apply_processes() {
  local name config='' members=''
  for name in "${PROCESSES[@]}"; do
    config+="[program:app-$name]
command=/opt/pokopoko/bin/process $name
user=app
directory=$SITE
autorestart=true
startsecs=3
startretries=5
stopasgroup=true
killasgroup=true
stopwaitsecs=10
redirect_stderr=true
stdout_logfile=$LOGS/$name.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=1

"
    members+=${members:+,}app-$name
  done
  if [[ -n $members ]]; then config+="[group:app]"$'\n'"programs=$members"$'\n'; fi
  local file=/etc/supervisor/conf.d/testsite-app.conf
  MARK=processes write_file "$file" 0644 root:root <<<"$config" || true
  if is_pending processes; then
    supervisor_update
    clear_pending processes
  elif [[ -n $members ]]; then
    supervisor_call stopProcessGroup app >/dev/null
    supervisor_call startProcessGroup app 0 >/dev/null
  fi
  write_nginx
}
