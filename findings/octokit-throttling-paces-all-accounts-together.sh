#!/usr/bin/env bash
# @octokit/plugin-throttling 11.0.5 with @octokit/core 7.0.8: all clients of a process share one pace, whatever accounts they're for.
#
# Expected: limits are GitHub's for each token or installation, so each Octokit keeps its own pace (a write a second, ten calls at a time).
# Seen: without an `id` in the options, all instances are in the same group. Writes of two accounts at the same moment are a second
# apart, and ten slow calls of one client, background work, say, keep all others waiting. With an `id` each, they don't.
#
# Output when written (2026-11-30, Node 20.20):
#   two accounts write at the same moment: 1000 ms apart
#   with an id each: 0 ms apart
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @octokit/core@7.0.8 @octokit/plugin-throttling@11.0.5

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { Octokit } from '@octokit/core'
import { throttling } from '@octokit/plugin-throttling'

let arrivals = []
const server = createServer((req, res) => {
  arrivals.push(performance.now())
  res.writeHead(201, { 'content-type': 'application/json' })
  res.end('{}')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const baseUrl = `http://127.0.0.1:${server.address().port}`
async function apart(...options) {
  arrivals = []
  const handlers = { onRateLimit: () => false, onSecondaryRateLimit: () => false }
  const clients = options.map(({ auth, id }) => new (Octokit.plugin(throttling))({ baseUrl, auth, throttle: { ...handlers, ...(id && { id }) } }))
  await Promise.all(clients.map((client) => client.request('POST /repos/acme/plum/statuses/1')))
  return Math.round((arrivals[1] - arrivals[0]) / 500) * 500
}
const shared = await apart({ auth: 'one' }, { auth: 'two' })
const separate = await apart({ auth: 'one', id: 'one' }, { auth: 'two', id: 'two' })
console.log(`two accounts write at the same moment: ${shared} ms apart\nwith an id each: ${separate} ms apart`)
server.close()
server.closeAllConnections()
process.exitCode = shared === 1000 && separate === 0 ? 0 : 1
JS
node run.mjs
