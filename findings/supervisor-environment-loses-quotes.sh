#!/usr/bin/env bash
# Supervisor 4.2.5: quotes that belong to a value of `environment` are lost at both of its ends.
#
# Expected of `environment=A="'hello'"`: the outer quotes are Supervisor's, which its documentation asks for, and the inner ones are the
# value's, as in a shell.
# Seen: all quotes of both kinds at both ends go. Inside a value they stay. So a JSON text, an ETag, or a path in quotes arrives changed,
# and there's no way to write them: a backslash doesn't escape.
#
# Output when written (2026-11-30, Python 3.11):
#   A=hello
#   B=x
#   C=it's
#
# Exits with 0 while that is so. Needs python3 with venv, and PyPI.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check supervisor==4.2.5 setuptools==75.8.0

printf '%s\n' '[supervisord]' 'childlogdir=%(here)s' 'logfile=%(here)s/log' 'pidfile=%(here)s/supervisord.pid' '[program:show]' \
  "command=sh -c 'env | grep \"^[ABC]=\" | sort >%(here)s/shown.new && mv %(here)s/shown.new %(here)s/shown'" 'startsecs=0' 'autorestart=false' \
  "environment=A=\"'hello'\",B='\"x\"',C=\"it's\"" >supervisord.conf
env -u A -u B -u C venv/bin/supervisord --nodaemon --configuration supervisord.conf >/dev/null 2>&1 &
for _ in {1..50}; do
  if [[ -f shown ]]; then break; fi
  sleep 0.2
done
kill "$(<supervisord.pid)"
wait
cat shown
diff - shown <<'SHOWN'
A=hello
B=x
C=it's
SHOWN
