# shellcheck shell=bash
# One job at a time on a machine; a deploy waits for a set-up and the other way round.
hold_lock() {
  exec 9>/run/testsite.lock
  if ! flock -w 900 9; then fail busy 'Another job has been at work on the machine for 15 minutes.'; fi
}
