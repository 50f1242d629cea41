#!/usr/bin/env bash
# AWS SDK for JavaScript v3 (client-dynamodb 3.1164.0): the `Date` of every answer, also of one that succeeded, sets the client's clock.
#
# Expected: a client corrects its clock when the service refuses a signature for it (RequestTimeTooSkewed and the like), and only for
# skews that matter.
# Seen: after a plain 200, the next call is signed with that answer's time, whether it's off by twenty minutes or by ten seconds. One answer
# of a server or proxy whose clock is wrong makes the next call of a healthy client invalid. `disableClockSkewCorrection` ends it.
#
# Output when written (2026-11-30, Node 20.20):
#   after a 200 from 20 minutes ahead: signed 20 minutes ahead
#   after a 200 from 10 seconds ahead: signed 10 seconds ahead
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

let ahead = 0
let signed = 0
const server = createServer((req, res) => {
  signed = Date.parse(req.headers['x-amz-date'].replace(/(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/, '$1-$2-$3:$4:'))
  const date = new Date(Date.now() + ahead * 1000).toUTCString()
  res.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', date })
  res.end(JSON.stringify({ TableNames: [] }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const offsets = []
for (ahead of [1200, 10]) {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await client.send(new ListTablesCommand())
  await client.send(new ListTablesCommand())
  // Both are cut to whole seconds.
  offsets.push(Math.round((signed - Date.now()) / 10_000) * 10)
}
console.log(`after a 200 from 20 minutes ahead: signed ${offsets[0] / 60} minutes ahead`)
console.log(`after a 200 from 10 seconds ahead: signed ${offsets[1]} seconds ahead`)
server.close()
server.closeAllConnections()
process.exitCode = offsets.join() === '1200,10' ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
