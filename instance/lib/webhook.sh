# shellcheck shell=bash
# Our own programs under Supervisor. `webhook` (https://github.com/adnanh/webhook) checks signatures and wakes the deployer,
# which deploys as root, with git as `deploy`; nginx picks the hook by the event's name. The watcher watches the repository's
# programs, the reporter sends reports, the guard keeps out who guesses passwords. INSTANCE restarts them when their code changes.
#
# The listener reads a body before it checks the signature, and may need fifty times as much memory for it. At its limit it ends, and Supervisor
# starts it again, however often: `startsecs=0`.
declare -r LISTENER_BYTES=$((384 * 1024 * 1024)) PUSHES=$RUNTIME/pushes
set_up_webhook() {
  local version common
  version=$(cd /opt/pokopoko && sha256sum bin/* lib/* services/* nginx/guard.py | sha256sum)
  version=${version:0:16}
  common="environment=INSTANCE=\"$version\"
stopwaitsecs=2
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=1"
  MARK=listener write_file /etc/supervisor/conf.d/testsite.conf 0644 root:root <<<"[program:testsite-webhook]
command=/usr/bin/nice -n 10 /usr/bin/prlimit --data=$LISTENER_BYTES /usr/bin/webhook -hooks $CONFIG/hooks.json -ip 127.0.0.1 -port 9000 -hotreload=false
user=hook
startsecs=0
$(program_config webhook "$common")

[program:testsite-deployer]
command=/opt/pokopoko/bin/deployer
$(program_config deploy "$common")

[program:testsite-reporter]
command=/opt/pokopoko/bin/reporter
$(program_config report "$common")

[program:testsite-guard]
command=/usr/bin/python3 /opt/pokopoko/nginx/guard.py
$(program_config guard "$common")

[eventlistener:testsite-watcher]
command=/opt/pokopoko/bin/watcher
events=PROCESS_STATE
buffer_size=100
autorestart=true
stderr_logfile=$LOGS/machine/watch.log
stderr_logfile_maxbytes=1MB
stderr_logfile_backups=1
$common" || true
  MARK=hooks write_file "$CONFIG/hooks.json" 0640 root:hook <<<"$HOOKS_JSON" || true
  if is_pending listener; then
    # For pushes that come before the deployer runs, which then deploys the newest commit.
    make_pipe "$PUSHES" 0660 root:hook
    supervisor_update 9000 testsite-webhook testsite-deployer
    clear_pending listener
    clear_pending hooks
    changed webhook
  elif is_pending hooks; then
    supervisor_call signalProcess testsite-webhook USR1 >/dev/null
    clear_pending hooks
    changed webhook
  fi
}

program_config() {
  printf '%s\n' autorestart=true redirect_stderr=true "stdout_logfile=$LOGS/machine/$1.log" "$2"
}
