#!/usr/bin/env bash
# @slack/web-api 8.2.0: `client.paginate(method, options)` writes cursor and limit into the options that it was given.
#
# Expected: with the same options, each pagination begins at the first page.
# Seen: the caller's object keeps the last page's cursor. With options in a constant, every run but the first gives the last page alone,
# with no error; a list that is read anew each hour is right the first time.
#
# Output when written (2026-11-30, Node 20.20):
#   first time: C0,C1,C2
#   second time: C2
#   options afterwards: {"types":"public_channel","limit":50,"cursor":"2"}
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
import { text } from 'node:stream/consumers'
import { LogLevel, WebClient } from '@slack/web-api'

const server = createServer(async (req, res) => {
  const page = Number(new URLSearchParams(await text(req)).get('cursor') ?? 0)
  res.writeHead(200, { 'content-type': 'application/json' })
  const next = page < 2 ? String(page + 1) : ''
  res.end(JSON.stringify({ ok: true, channels: [{ id: `C${page}` }], response_metadata: { next_cursor: next } }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const slackApiUrl = `http://127.0.0.1:${server.address().port}/`
const client = new WebClient('xoxb-test', { slackApiUrl, logLevel: LogLevel.ERROR })
const options = { types: 'public_channel', limit: 50 }
async function read() {
  const ids = []
  for await (const { channels } of client.paginate('conversations.list', options)) ids.push(...channels.map(({ id }) => id))
  return ids.join()
}
const results = [await read(), await read()]
console.log(`first time: ${results[0]}\nsecond time: ${results[1]}\noptions afterwards: ${JSON.stringify(options)}`)
server.close()
server.closeAllConnections()
process.exitCode = results.join(' ') === 'C0,C1,C2 C2' ? 0 : 1
JS
node run.mjs
