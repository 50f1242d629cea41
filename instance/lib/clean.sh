# shellcheck shell=bash
# Of an image that's being baked: what goes on while the machine runs, such as its log, is removed once it has stopped.

# After all that writes. The unit is of this boot alone.
clean_at_shutdown() {
  if ! is_systemd || systemctl --quiet is-active pokopoko-clean; then return 0; fi
  quiet systemd-run --unit pokopoko-clean --service-type oneshot --remain-after-exit \
    --property 'ExecStop=/opt/pokopoko/images/clean --at-shutdown' \
    --property 'Before=amazon-ssm-agent.service ssh.service nginx.service supervisor.service rsyslog.service cron.service' /bin/true
}
