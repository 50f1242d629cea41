# shellcheck shell=bash
# Our own programs under Supervisor. `webhook` (https://github.com/adnanh/webhook) checks signatures and tells the deployer,
# which deploys as root with git as `deploy`; nginx picks the hook by the event's name. The watcher sees how programs of the
# repository fare, the reporter tells the service. A change of their code, which they hold in memory, has them started anew.
set_up_webhook() {
  local version common
  make_directory "$RUNTIME" 0755 root:root
  make_directory "$LOGS/machine" 0755 root:root
  version=$(cd /opt/pokopoko && sha256sum bin/* lib/* | sha256sum)
  version=${version:0:16}
  common="environment=INSTANCE=\"$version\"
stopwaitsecs=2
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=1"
  FOR=listener put /etc/supervisor/conf.d/testsite.conf 0644 root:root <<<"[program:testsite-webhook]
command=/usr/bin/webhook -hooks $CONFIG/hooks.json -ip 127.0.0.1 -port 9000 -hotreload=false
user=hook
$(our_program webhook "$common")

[program:testsite-deployer]
command=/opt/pokopoko/bin/deployer
$(our_program deploy "$common")

[program:testsite-reporter]
command=/opt/pokopoko/bin/reporter
$(our_program report "$common")

[eventlistener:testsite-watcher]
command=/opt/pokopoko/bin/watcher
events=PROCESS_STATE
buffer_size=100
autorestart=true
stderr_logfile=$LOGS/machine/watch.log
stderr_logfile_maxbytes=1MB
stderr_logfile_backups=1
$common" || true
  FOR=hooks put "$CONFIG/hooks.json" 0640 root:hook <<<"$HOOKS_JSON" || true
  if is_owed listener; then
    supervisor_update
    settle listener
    settle hooks
    changed webhook
  elif is_owed hooks; then
    supervisor_call signalProcess testsite-webhook USR1 >/dev/null
    settle hooks
    changed webhook
  fi
}

our_program() {
  printf '%s\n' autorestart=true redirect_stderr=true "stdout_logfile=$LOGS/machine/$1.log" "$2"
}
