#!/usr/bin/env bash
# @slack/web-api 8.2.0: a client that is told to retry nothing still waits out a 429, and holds up every other call.
#
# Expected of `retryConfig: { retries: 0 }`: a 429 fails its own call at once.
# Seen: the client pauses its whole queue for Retry-After. The refused call fails after that; a call of another method to
# which the service would answer at once is not even sent before. `timeout` does not end the wait. With
# `rejectRateLimitedCalls: true` the refused call fails at once, and the others are sent.
#
# Output when written (2026-11-29, Node 20.20):
#   retries 0: the refused call failed after 2 s, another method was answered after 2 s
#   rejectRateLimitedCalls: the refused call failed after 0 s, another method was answered after 0 s
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @slack/web-api@8.2.0

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { WebClient } from '@slack/web-api'

const server = createServer((req, res) => {
  req.resume().on('end', () => {
    const isLimited = req.url === '/users.info'
    res.writeHead(isLimited ? 429 : 200, { 'content-type': 'application/json', ...(isLimited && { 'retry-after': '2' }) })
    res.end(JSON.stringify(isLimited ? { ok: false, error: 'ratelimited' } : { ok: true }))
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const slackApiUrl = `http://127.0.0.1:${server.address().port}/`

async function measure(options) {
  const client = new WebClient('xoxb-test', { slackApiUrl, retryConfig: { retries: 0 }, timeout: 500, ...options })
  const begun = performance.now()
  const after = () => Math.round((performance.now() - begun) / 1000)
  const refused = client.users.info({ user: 'U1' }).then(() => 'answered', () => after())
  // Sent once the refusal has arrived.
  await new Promise((resolve) => setTimeout(resolve, 200))
  const other = client.auth.test().then(() => after())
  return Promise.all([refused, other])
}
const plain = await measure({})
const rejecting = await measure({ rejectRateLimitedCalls: true })
const say = (what, [refused, other]) =>
  console.log(`${what}: the refused call failed after ${refused} s, another method was answered after ${other} s`)
say('retries 0', plain)
say('rejectRateLimitedCalls', rejecting)
server.close()
server.closeAllConnections()
process.exitCode = String([plain, rejecting]) === '2,2,0,0' ? 0 : 1
JS
node run.mjs
