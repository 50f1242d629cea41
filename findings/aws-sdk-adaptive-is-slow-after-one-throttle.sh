#!/usr/bin/env bash
# AWS SDK for JavaScript 3.1164: with `retryMode: 'adaptive'`, one throttled answer slows down the calls after it for seconds.
#
# Expected of a service that throttles the first request and answers all others at once: the first call takes one backoff, about as long
# as in the standard mode, and the 19 calls after it a few milliseconds each.
# Seen: a first call of about two seconds, and 20 calls take nearly five, though nothing was throttled any more.
#
# Output when written (2026-11-30, Node 20.20; the milliseconds vary):
#   standard: first call after 514 ms, 20th after 626 ms
#   adaptive: first call after 2013 ms, 20th after 4818 ms
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
  request.resume()
  response.setHeader('content-type', 'application/x-amz-json-1.0')
  if (++requests > 1) return response.end('{"TableNames":[]}')
  response.statusCode = 400
  response.end('{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
async function twentyCalls(retryMode) {
  requests = 0
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-central-1',
    retryMode,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const start = performance.now()
  const after = []
  for (let call = 0; call < 20; call++) {
    await client.send(new ListTablesCommand({}))
    after.push(Math.round(performance.now() - start))
  }
  console.log(`${retryMode}: first call after ${after[0]} ms, 20th after ${after[19]} ms`)
  return after
}
const standard = await twentyCalls('standard')
const adaptive = await twentyCalls('adaptive')
process.exit(standard[19] < 2000 && adaptive[0] > 1500 && adaptive[19] - adaptive[0] > 2000 ? 0 : 1)
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
