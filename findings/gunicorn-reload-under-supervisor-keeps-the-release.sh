#!/usr/bin/env bash
# gunicorn 23.0.0 under Supervisor 4.2.5: whether a reload takes the release that a symbolic link names now depends on the variable PWD.
#
# Expected: `ln -sfn releases/2 current` and SIGHUP to gunicorn serve the new release, or the old one, but the same whoever started it.
# Seen: gunicorn believes PWD where it means the directory that it's in, and so remembers the link. A shell's `cd` sets it, and the
# reload serves release 2. Supervisor's `directory=` changes the directory and not the variable, so gunicorn remembers the real path:
# it reloads release 1, as if nothing was deployed. What was tried in a terminal fails on the server; `--chdir` works in both.
#
# Output when written (2026-11-30, Python 3.11):
#   from a shell: release 1, after the reload release 2
#   from Supervisor: release 1, after the reload release 1
#
# Exits with 0 while that is so. Needs python3 with venv, curl, and PyPI.
set -euo pipefail
directory=$(mktemp -d)
trap 'stop; rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gunicorn==23.0.0 supervisor==4.2.5 setuptools==75.8.0

port=18427
stop() {
  local file
  for file in "$directory"/*.pid; do
    if [[ -f $file ]]; then kill "$(<"$file")" || true; fi
  done
  wait
}
for release in 1 2; do
  mkdir -p "releases/$release"
  cat >"releases/$release/app.py" <<PY
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'release $release']
PY
done
printf '%s\n' '[supervisord]' "childlogdir=$directory" "logfile=$directory/supervisord.log" "pidfile=$directory/supervisord.pid" '[program:app]' \
  "directory=$directory/current" "command=$directory/venv/bin/gunicorn --bind 127.0.0.1:$port --pid $directory/app.pid app:app" >supervisord.conf

answer() { curl --silent --retry 30 --retry-connrefused --retry-delay 1 --max-time 5 "http://127.0.0.1:$port/"; }
# reloads: what's served before and after the link moves and gunicorn reloads.
reloads() {
  local before after
  before=$(answer)
  ln -sfn releases/2 current
  kill -HUP "$(<app.pid)"
  sleep 3
  after=$(answer)
  echo "$before, after the reload $after"
}
ln -sfn releases/1 current
(cd current && exec "$directory/venv/bin/gunicorn" --bind "127.0.0.1:$port" --pid "$directory/app.pid" app:app) >shell.log 2>&1 &
shell=$(reloads)
stop
rm -f ./*.pid
ln -sfn releases/1 current
venv/bin/supervisord --nodaemon --configuration supervisord.conf >supervisor.log 2>&1 &
supervisor=$(reloads)
echo "from a shell: $shell
from Supervisor: $supervisor"
[[ "$shell/$supervisor" == 'release 1, after the reload release 2/release 1, after the reload release 1' ]]
