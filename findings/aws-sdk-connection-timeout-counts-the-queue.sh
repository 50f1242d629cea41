#!/usr/bin/env bash
# AWS SDK for JavaScript 3.1164: `connectionTimeout` also counts the time in which a call waits for one of the client's 50 sockets.
#
# Expected of `connectionTimeout: 1000` and a service that takes connections at once and answers each call after 1.5 s: 120 calls
# together take three rounds, 4.5 s, and all succeed. No connection is ever slow.
# Seen: after a second, the 70 calls without a socket fail with "the request socket did not establish a connection with the server
# within the configured timeout". The client's budget of retries for timeouts is enough for half of them; those succeed at their second
# attempt. The other 35 are rejected after one attempt, though none of them was ever sent.
#
# Output when written (2026-11-30, Node 20.20):
#   fulfilled at attempt 1: 50
#   fulfilled at attempt 2: 35
#   TimeoutError at attempt 1: 35
#   requests that the service got: 85
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-dynamodb@3.1164.0

cat >run.mjs <<'JS'
import http from 'node:http'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'

let requests = 0
const server = http.createServer((request, response) => {
  requests++
  request.resume()
  response.setHeader('content-type', 'application/x-amz-json-1.0')
  setTimeout(() => response.end('{"TableNames":[]}'), 1500)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: { connectionTimeout: 1000 },
})
const results = await Promise.allSettled(Array.from({ length: 120 }, () => client.send(new ListTablesCommand({}))))
const counts = new Map()
for (const { status, value, reason } of results) {
  const key = `${reason?.name ?? status} at attempt ${(value ?? reason).$metadata.attempts}`
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
const output = [...counts].sort((a, b) => b[1] - a[1]).map(([key, count]) => `${key}: ${count}`)
console.log([...output, `requests that the service got: ${requests}`].join('\n'))
const expected = { 'fulfilled at attempt 1': 50, 'fulfilled at attempt 2': 35, 'TimeoutError at attempt 1': 35 }
process.exit(Object.entries(expected).every(([key, count]) => counts.get(key) === count) ? 0 : 1)
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
