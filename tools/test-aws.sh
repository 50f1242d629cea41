#!/usr/bin/env bash
# `npm run test:aws`: the stack's template, then what runs against AWS, against emulators of it, which listen on free ports of
# 127.0.0.1 and end with this script. The tests find them by MOTO_URL and MINISTACK_URL.
# The functions run in AWS's own runtime client on the Node that Lambda has: LAMBDA_NODE, LAMBDA_RUNTIME.
# With arguments: only those test files; NO_BUILD=1 leaves the bundles as they are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tools/venv.sh

moto='moto[server]==5.2.5'
ministack='ministack==1.5.33'
# The client of the runtime that the stack names, without the part that would need a compiler.
runtime=aws-lambda-ric@4.0.2
# All of it takes a third of this. Where an emulator has gone, its clients try again for as long as they are let.
limit_seconds=600

if (($# == 0)); then bash tools/lint-template.sh; fi

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# until_up URL PID LOG: fails when it has ended, or takes longer than a minute.
until_up() {
  local try
  for ((try = 0; try < 240; try++)); do
    if curl --silent --output /dev/null --max-time 2 "$1"; then return 0; fi
    if ! kill -0 "$2" 2>/dev/null; then break; fi
    sleep 0.25
  done
  tail -n 20 "$3" >&2
  echo "$1 did not come up." >&2
  return 1
}

install_packages python3-venv curl gnupg gpgv
moto_venv=$(venv "$moto")
ministack_venv=$(venv "$ministack")
LAMBDA_NODE=$(lambda_node 24.21.0 "$(node -p process.arch)")
LAMBDA_RUNTIME=$(npm_package "$runtime")
export LAMBDA_NODE LAMBDA_RUNTIME
# cloud-init is Debian's; elsewhere nobody looks at what machines are told at their first start.
ignored=()
if type -P apt-get >/dev/null; then
  CLOUD_INIT=$(unpacked cloud-init)/usr/lib/python3/dist-packages
  CLOUD_INIT_PYTHON=$(venv jsonschema==4.10.3 pyyaml==6.0.2 jinja2 configobj jsonpatch requests oauthlib)/bin/python
  export CLOUD_INIT CLOUD_INIT_PYTHON
else
  echo 'There is no cloud-init here: test/emulators/user-data.test.ts is left out.'
  ignored=(--ignore test/emulators/user-data.test.ts)
fi

work=$(mktemp -d)
started=()
clean_up() {
  local pid
  for pid in "${started[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# The emulators take any credentials; none of the computer's own shall reach them.
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_EC2_METADATA_DISABLED=true
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN

# A process group each, so that what they start (ministack runs functions) ends with them.
set -m
moto_port=$(free_port)
"$moto_venv/bin/moto_server" --host 127.0.0.1 --port "$moto_port" >"$work/moto.log" 2>&1 </dev/null &
started+=($!)
ministack_port=$(free_port)
(cd "$work" && TMPDIR=$work BIND_HOST=127.0.0.1 GATEWAY_PORT=$ministack_port exec "$ministack_venv/bin/ministack") >"$work/ministack.log" 2>&1 </dev/null &
started+=($!)
set +m
export MOTO_URL=http://127.0.0.1:$moto_port MINISTACK_URL=http://127.0.0.1:$ministack_port
until_up "$MOTO_URL/moto-api/" "${started[0]}" "$work/moto.log"
until_up "$MINISTACK_URL/" "${started[1]}" "$work/ministack.log"

# The ports' suites alone do without the functions' bundles; the template's check has just built them.
if (($# > 0)) && [[ -z ${NO_BUILD:-} ]]; then npm run --silent build; fi
if (($# == 0)); then set -- 'test/emulators/**/*.test.ts' 'infra/test/emulated/*.test.ts'; fi
# A process group as well: mocha runs in a process of its own, which a signal to its parent alone would leave behind.
set -m
timeout --kill-after=10 "$limit_seconds" npx mocha "${ignored[@]}" "$@" </dev/null &
started+=($!)
set +m
status=0
wait "${started[2]}" || status=$?
# 124: it ended when it was told to; 137: it had to be killed.
if ((status == 124 || status == 137)); then
  echo "The tests were stopped after $limit_seconds seconds. Are both emulators still there? What they wrote last:" >&2
  tail -n 20 "$work/moto.log" "$work/ministack.log" >&2
fi
((status == 0))
