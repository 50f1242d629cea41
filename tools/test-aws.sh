#!/usr/bin/env bash
# `npm run test:aws`: what runs against AWS, against emulators of it. Needs Python 3.9 or newer; as root on Debian it installs what is
# missing. Each emulator is kept in a virtual environment in $cache; they listen on free ports of 127.0.0.1 and end with this script.
# With arguments: only those test files; NO_BUILD=1 leaves the bundles as they are. The tests find the emulators by MOTO_URL and MINISTACK_URL.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

moto='moto[server]==5.2.5'
ministack='ministack==1.5.33'
if [[ $(id -u) == 0 ]]; then cache=/var/cache/pokopoko-test; else cache=${XDG_CACHE_HOME:-$HOME/.cache}/pokopoko; fi

install_packages() {
  local package missing=()
  for package in python3-venv curl; do
    if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then missing+=("$package"); fi
  done
  if ((${#missing[@]} == 0)); then return 0; fi
  echo "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -y -o DPkg::Lock::Timeout=300 update >/dev/null
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" >/dev/null
}

# venv PACKAGE: prints where it is, made if there is none yet. One each: they want different versions of the same packages. It
# is made beside its place, so that one that was cut off is not taken for whole.
venv() {
  local place making
  place=$cache/${1//[^a-z0-9.]/-}
  if [[ ! -d $place ]]; then
    echo "Installing $1 …" >&2
    mkdir -p "$cache"
    making=$(mktemp -d "$cache/making.XXXXXX")
    python3 -m venv "$making"
    "$making/bin/pip" install --quiet --disable-pip-version-check "$1" >&2
    # Its programs name the directory that they were installed in.
    grep -rlIZ -- "$making" "$making/bin" | xargs -0 -r sed -i "s#$making#$place#g"
    mv --no-target-directory "$making" "$place" || rm -rf "$making"
  fi
  echo "$place"
}

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

if [[ $(id -u) == 0 ]] && type -P apt-get >/dev/null; then install_packages; fi
moto_venv=$(venv "$moto")
ministack_venv=$(venv "$ministack")

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

# The ports' suites alone do without the functions' bundles.
if [[ -z ${NO_BUILD:-} ]]; then npm run --silent build; fi
if (($# > 0)); then
  npx mocha --timeout 60000 "$@"
else
  npx mocha --timeout 60000 'test/emulators/**/*.test.ts'
fi
