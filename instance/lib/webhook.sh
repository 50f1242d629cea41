# shellcheck shell=bash
# The push webhook: `webhook` (https://github.com/adnanh/webhook) checks signatures and tells the deployer, which
# deploys as root with git as `deploy`. nginx picks the hook by the event's name.
set_up_webhook() {
  make_directory "$RUNTIME" 0755 root:root
  FOR=listener put /etc/supervisor/conf.d/testsite.conf 0644 root:root <<<"[program:testsite-webhook]
command=/usr/bin/webhook -hooks $CONFIG/hooks.json -ip 127.0.0.1 -port 9000 -hotreload=false
user=hook
autorestart=true
stopwaitsecs=2
redirect_stderr=true
stdout_logfile=$LOGS/webhook.log
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=1

[program:testsite-deployer]
command=/opt/pokopoko/bin/deployer
autorestart=true
stopwaitsecs=2
redirect_stderr=true
stdout_logfile=$LOGS/deploy.log
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=1" || true
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
