#!/usr/bin/env bash
# mise 2026.9.15: `node@lts` is a number that is written into mise, 24, whatever the index of Node's releases says has long-term support.
#
# Expected: the newest release whose `lts` isn't false in index.json, which mise fetches anyway, as nvm and fnm have it.
# Seen: 24 with an index in which 26 has long-term support, too. With an index without a 24, the address of a release `v24` is asked for,
# and the installation fails. `lts/jod`, a name of Node's, is looked up in the index. `lts/*`, common in .nvmrc, is taken for a version.
#
# Output when written (2026-11-30, mise 2026.9.15 from npm, Node 20, Debian 12):
#   lts, of 26, 24 and 22: 24.11.0
#   lts, of 26 and 22: asks for /v24/node-v24-linux-x64.tar.gz
#   lts/jod, of 26 and 22: 22.20.0
#   lts/*, of 26 and 22: asks for /vlts/*/node-vlts/*-linux-x64.tar.gz
#
# Exits with 0 while that is so. Needs node, npm, curl and Linux on x64.
set -euo pipefail
directory=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$directory"' EXIT
cd "$directory"
tar -xzf "$(npm pack --silent @jdxcode/mise-linux-x64@2026.9.15)"
cat >server.mjs <<'JS'
import { createServer } from 'node:http'
import { appendFileSync } from 'node:fs'
const release = (version, lts) => ({ version, date: '2026-01-01', files: ['linux-x64'], lts })
const all = [release('v26.12.1', 'Later'), release('v24.11.0', 'Krypton'), release('v22.20.0', 'Jod')]
const server = createServer(({ url }, response) => {
  if (!url.endsWith('/index.json')) {
    appendFileSync('asked', `${url.slice(2)}\n`)
    return response.writeHead(404).end()
  }
  response.end(JSON.stringify(all.filter(({ version }) => url.startsWith('/a/') || !version.startsWith('v24'))))
})
server.listen(0, '127.0.0.1', () => appendFileSync('port', `${server.address().port}\n`))
JS
node server.mjs &
server=$!
until [[ -s port ]]; do sleep 0.1; done

# run INDEX WORDS…: mise with a home of its own and that index: /a has all releases, /b has no 24.
run() {
  local index=$1
  shift
  rm -rf home asked
  env -i PATH="$PATH" HOME="$directory/home" MISE_USE_VERSIONS_HOST=0 MISE_NODE_MIRROR_URL="http://127.0.0.1:$(<port)/$index/" package/bin/mise "$@" 2>/dev/null
}
# asks VERSION: for which release, with an index without a 24.
asks() {
  run b install "node@$1" >/dev/null || true
  head -n 1 asked
}
seen="lts, of 26, 24 and 22: $(run a latest node@lts)
lts, of 26 and 22: asks for $(asks lts)
lts/jod, of 26 and 22: $(run b latest node@lts/jod)
lts/*, of 26 and 22: asks for $(asks 'lts/*')"
echo "$seen"
[[ $seen == 'lts, of 26, 24 and 22: 24.11.0
lts, of 26 and 22: asks for /v24/node-v24-linux-x64.tar.gz
lts/jod, of 26 and 22: 22.20.0
lts/*, of 26 and 22: asks for /vlts/*/node-vlts/*-linux-x64.tar.gz' ]]
