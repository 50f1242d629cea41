#!/usr/bin/env bash
# @octokit/plugin-throttling 11.0.5: a 429 with `retry-after` is a limit only if its message says "secondary rate".
#
# Expected: a 429, or a 403 with `retry-after`, calls a handler with the seconds to wait, and is tried again after them where the
# handler wants it.
# Seen: limits are known by these words in the message, or by `x-ratelimit-remaining: 0`. In other words neither handler is called, the
# bare error comes at once, and whoever relies on the plugin asks on.
#
# Output when written (2026-11-29, Node 20.20):
#   429, "secondary rate limit": secondary 120
#   429, "Too many requests": no handler
#   403, "Slow down": no handler
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

const answers = { '/a': [429, 'secondary rate limit'], '/b': [429, 'Too many requests'], '/c': [403, 'Slow down'] }
const server = createServer((req, res) => {
  const [status, message] = answers[req.url]
  res.writeHead(status, { 'content-type': 'application/json', 'retry-after': '120' })
  res.end(JSON.stringify({ message }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const outcomes = []
for (const [path, [status, message]] of Object.entries(answers)) {
  const told = []
  const throttle = {
    onRateLimit: (seconds) => void told.push(`primary ${seconds}`),
    onSecondaryRateLimit: (seconds) => void told.push(`secondary ${seconds}`),
  }
  const baseUrl = `http://127.0.0.1:${server.address().port}`
  const octokit = new (Octokit.plugin(throttling))({ baseUrl, log: quiet, throttle })
  await octokit.request(`GET ${path}`).catch(() => {})
  outcomes.push(told.join() || 'no handler')
  console.log(`${status}, "${message}": ${outcomes.at(-1)}`)
}
server.close()
server.closeAllConnections()
process.exitCode = outcomes.join() === 'secondary 120,no handler,no handler' ? 0 : 1
JS
node run.mjs
