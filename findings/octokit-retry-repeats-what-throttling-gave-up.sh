#!/usr/bin/env bash
# @octokit/plugin-retry 8.1.1 with @octokit/plugin-throttling 11.0.5: what a throttling handler decides not to repeat is repeated if it's a 429.
#
# Expected: with both plugins, as octokit's own bundle has them, `onSecondaryRateLimit: () => false` means that the call fails now.
# Seen: the list of statuses that plugin-retry leaves alone has 403 and not 429. It repeats a 429 three times, after 1, 4, and 9
# seconds, whatever `retry-after` says, and asks the handler each time. The same limit answered with 403 is sent once.
#
# Output when written (2026-11-30, Node 20.20; waits made a hundred times shorter):
#   429: 4 requests, handler asked 4 times
#   403: 1 request, handler asked 1 time
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @octokit/core@7.0.8 @octokit/plugin-retry@8.1.1 @octokit/plugin-throttling@11.0.5

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { Octokit } from '@octokit/core'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'

let requests = 0
const server = createServer((req, res) => {
  requests += 1
  res.writeHead(Number(req.url.slice(1)), { 'content-type': 'application/json', 'retry-after': '60' })
  res.end(JSON.stringify({ message: 'You have exceeded a secondary rate limit' }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const times = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`
const counts = []
for (const status of [429, 403]) {
  requests = 0
  let asked = 0
  const refuse = () => {
    asked += 1
    return false
  }
  const octokit = new (Octokit.plugin(throttling, retry))({
    baseUrl: `http://127.0.0.1:${server.address().port}`,
    log: quiet,
    retry: { retryAfterBaseValue: 10 },
    throttle: { onRateLimit: refuse, onSecondaryRateLimit: refuse },
  })
  await octokit.request(`GET /${status}`).catch(() => {})
  console.log(`${status}: ${times(requests, 'request')}, handler asked ${times(asked, 'time')}`)
  counts.push(requests, asked)
}
server.close()
server.closeAllConnections()
process.exitCode = counts.join() === '4,4,1,1' ? 0 : 1
JS
node run.mjs
