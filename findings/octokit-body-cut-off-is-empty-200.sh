#!/usr/bin/env bash
# @octokit/request 10.0.16: an answer whose body breaks off resolves, with status 200 and data ''.
#
# Expected: a request rejects where the connection breaks, or the caller's own AbortSignal strikes, while the body is read, as it does
# before the headers, and as `fetch` and `Response.json()` do.
# Seen: it resolves. Status and content type are those of the JSON that was promised, data is an empty text, of which a loop over
# a list makes nothing at all.
#
# Output when written (2026-11-29, Node 20.20):
#   connection broke within the body: resolved with 200 ""
#   aborted within the body: resolved with 200 ""
#   connection broke before the headers: rejected
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @octokit/request@10.0.16

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { request } from '@octokit/request'

const body = JSON.stringify([{ login: 'nadia' }, { login: 'omar' }])
const server = createServer((req, res) => {
  if (req.url === '/before') return void req.socket.destroy()
  res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
  res.write(body.slice(0, 12), () => req.url === '/cut' && res.socket.destroy())
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const baseUrl = `http://127.0.0.1:${server.address().port}`
const outcome = (path, signal) =>
  request(`GET ${path}`, { baseUrl, request: { signal } }).then(
    ({ status, data }) => `resolved with ${status} ${JSON.stringify(data)}`,
    () => 'rejected',
  )

const outcomes = [await outcome('/cut'), await outcome('/stalled', AbortSignal.timeout(300)), await outcome('/before')]
const [cut, aborted, before] = outcomes
console.log(`connection broke within the body: ${cut}\naborted within the body: ${aborted}\nconnection broke before the headers: ${before}`)
server.close()
server.closeAllConnections()
process.exitCode = outcomes.join() === 'resolved with 200 "",resolved with 200 "",rejected' ? 0 : 1
JS
node run.mjs
