# shellcheck shell=bash
# What every entry point begins with: stop at the first error, one locale, a known path, nothing from the caller.
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

