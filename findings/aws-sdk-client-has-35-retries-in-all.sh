#!/usr/bin/env bash
# AWS SDK for JavaScript v3 (client-dynamodb 3.1164.0): a client has 35 retries for server errors, for all its calls together.
#
# Expected: `maxAttempts: 4` means four attempts for each call; or, if you know of the budget, a hundred retries (500 tokens at 5 each,
# as documented for the standard mode).
# Seen: a retry after a 5xx costs 14 of 500 tokens. After eleven calls and a half, each call is sent once, and the budget doesn't refill
# with time: only by successes, one token each, or by what a successful retry itself had cost. So after an outage of a few calls, a
# long-lived client fails at the first 500 for more than a dozen further calls, and nothing in the error says so.
#
# Output when written (2026-11-30, Node 20.20):
#   requests a call: 4,4,4,4,4,4,4,4,4,4,4,3,1,1,1,1
#   then, every other answer a 500: InternalServerError,ok,InternalServerError,ok
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-dynamodb@3.1164.0

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'

let requests = 0
let isDown = true
const server = createServer((req, res) => {
  requests += 1
  const fails = isDown || requests % 2 === 1
  req.resume().on('end', () => {
    res.writeHead(fails ? 500 : 200, { 'content-type': 'application/x-amz-json-1.0' })
    res.end(JSON.stringify(fails ? { __type: 'InternalServerError' } : { TableNames: [] }))
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 4,
})
const call = () => client.send(new ListTablesCommand()).then(() => 'ok', (error) => error.name)
const counts = []
for (let i = 0; i < 16; i += 1) {
  requests = 0
  await call()
  counts.push(requests)
}
isDown = false
requests = 0
const after = [await call(), await call(), await call(), await call()]
console.log(`requests a call: ${counts.join()}\nthen, every other answer a 500: ${after.join()}`)
server.close()
server.closeAllConnections()
const isSame = counts.join() === '4,4,4,4,4,4,4,4,4,4,4,3,1,1,1,1' && after.join() === 'InternalServerError,ok,InternalServerError,ok'
process.exitCode = isSame ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
