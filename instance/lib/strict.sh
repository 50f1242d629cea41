# shellcheck shell=bash
# First in every entry point: stop at the first error, a fixed locale and path, nothing from the caller's environment.
set -Eeuo pipefail
shopt -s inherit_errexit extglob nullglob
umask 022
export LC_ALL=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TMPDIR=/run
unset CDPATH GLOBIGNORE BASH_ENV

CONFIG=/etc/testsite
STATE=/var/lib/testsite
SITE=/srv/testsite
RUNTIME=/run/testsite
LOGS=/var/log/testsite

# One job at a time: a deploy waits for a set-up, and a set-up for a deploy. Whoever can read a file can lock it, so only root can.
hold_lock() {
  umask 077
  exec 9>/run/testsite.lock
  umask 022
  # That of an earlier version.
  chmod 0600 /run/testsite.lock
  if ! flock -w 900 9; then fail busy 'Another job has been at work on the machine for 15 minutes.'; fi
}
