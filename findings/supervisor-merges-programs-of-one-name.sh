#!/usr/bin/env bash
# Supervisor 4.2.5: two files with a program of the same name are one program, of some settings from each.
#
# Expected of `[include] files=conf/*.conf` with [program:web] in a.conf and b.conf: an error that names both, or that the later section
# replaces the earlier one.
# Seen: the settings merge. The later file's command runs with the stop signal and `autostart` that only the earlier one has, so a file
# that is right by itself doesn't start, because of a leftover of the same name, and nothing is logged.
#
# Output when written (2026-11-30, Python 3.11):
#   web STOPPED Not started
#   started: sleep 1002
#
# Exits with 0 while that is so. Needs python3 with venv, and PyPI.
set -euo pipefail
directory=$(mktemp -d)
trap 'stop; rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check supervisor==4.2.5 setuptools==75.8.0

stop() {
  if [[ -f supervisord.pid ]]; then kill "$(<supervisord.pid)" || true; fi
  wait
}
mkdir conf
printf '%s\n' '[unix_http_server]' 'file=%(here)s/socket' '[supervisord]' 'childlogdir=%(here)s' 'logfile=%(here)s/log' 'pidfile=%(here)s/supervisord.pid' \
  '[rpcinterface:supervisor]' 'supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface' \
  '[supervisorctl]' 'serverurl=unix://%(here)s/socket' '[include]' 'files=conf/*.conf' >supervisord.conf
printf '%s\n' '[program:web]' 'command=sleep 1001' 'autostart=false' 'stopsignal=INT' >conf/a.conf
printf '%s\n' '[program:web]' 'command=sleep 1002' >conf/b.conf
venv/bin/supervisord --nodaemon --configuration supervisord.conf >/dev/null 2>&1 &
for _ in {1..50}; do
  if [[ -S socket ]]; then break; fi
  sleep 0.2
done
control() { venv/bin/supervisorctl --configuration supervisord.conf "$@" 2>/dev/null || true; }
state=$(control status web | tr -s ' ')
control start web >/dev/null
command=$(tr '\0' ' ' <"/proc/$(control pid web)/cmdline")
echo "$state
started: ${command% }"
[[ $state == 'web STOPPED Not started' && $command == 'sleep 1002 ' ]]
