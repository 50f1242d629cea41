#!/usr/bin/env bash
# AWS SDK for JavaScript v3 (client-dynamodb 3.1164.0): a waiter goes on asking until `maxWaitTime` whatever error it gets.
#
# Expected: an error that a waiter isn't there for (only ResourceNotFoundException means "not yet" to waitUntilTableExists) ends it at
# once, as it does in AWS's own description of waiters, in the CLI, and in boto3.
# Seen: it counts as "not yet". Missing rights, a misspelt parameter, or expired credentials cost the whole wait, which is minutes in
# real use, and what comes then is a TimeoutError; the reason is only in its text.
#
# Output when written (2026-11-30, Node 20.20): TimeoutError after 3 s and 4 requests
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
import { DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb'

let requests = 0
const server = createServer((req, res) => {
  requests += 1
  req.resume().on('end', () => {
    res.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    res.end(JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message: 'not authorized' }))
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const begun = performance.now()
const options = { client, maxWaitTime: 4, minDelay: 1, maxDelay: 1 }
const name = await waitUntilTableExists(options, { TableName: 'plum' }).then(() => 'none', (error) => error.name)
const seconds = Math.floor((performance.now() - begun) / 1000)
console.log(`${name} after ${seconds} s and ${requests} requests`)
server.close()
server.closeAllConnections()
process.exitCode = name === 'TimeoutError' && requests === 4 ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
