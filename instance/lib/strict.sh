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

# So that a job that can't begin says so within a minute, and how long who has started one by hand waits.
JOB_WAIT_S=45 PATIENT_S=900

# hold_lock SECONDS [COMMAND]: one job at a time: a deploy waits for a set-up, and a set-up for a deploy, for so long. Runs COMMAND before it
# waits. Whoever can read a file can lock it, so only root can.
hold_lock() {
  umask 077
  exec 9>/run/testsite.lock
  umask 022
  if flock -n 9; then return 0; fi
  "${2:-:}"
  await_lock 9 "$1"
}

# Who may come in is a lock of its own: nobody stays, and no old password counts, for as long as a build takes.
hold_people_lock() {
  umask 077
  exec 6>/run/testsite-people.lock
  umask 022
  await_lock 6 "$JOB_WAIT_S"
}
release_people_lock() { exec 6>&-; }

# await_lock DESCRIPTOR SECONDS
await_lock() { if ! flock -w "$2" "$1"; then fail busy 'The machine is at work on another job.'; fi; }
