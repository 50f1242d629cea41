#!/usr/bin/env bash
# AWS SDK for JavaScript v3 (client-dynamodb 3.1164.0): a paginator writes each page's key into the input that it was given.
#
# Expected: paginateScan(config, input) begins at the first page whenever it's called. An input is an argument, as for a command, which
# copies it.
# Seen: the loop leaves ExclusiveStartKey of the last page in the caller's object. A second pagination with that object, a constant
# with the query, say, begins at the last page and looks complete. `stopOnSameToken` doesn't help: it compares keys, which are
# objects, by identity, so for DynamoDB it never stops anything.
#
# Output when written (2026-11-30, Node 20.20):
#   first time: 1,2,3
#   second time: 3
#   input afterwards: {"TableName":"fruit","ExclusiveStartKey":{"id":{"S":"2"}}}
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
import { text } from 'node:stream/consumers'
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'

const key = (number) => ({ id: { S: String(number) } })
// Three pages of one item each.
const server = createServer(async (req, res) => {
  const after = Number(JSON.parse(await text(req)).ExclusiveStartKey?.id.S ?? 0)
  res.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
  res.end(JSON.stringify({ Items: [key(after + 1)], ...(after < 2 && { LastEvaluatedKey: key(after + 1) }) }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const input = { TableName: 'fruit' }
async function read() {
  const ids = []
  for await (const { Items } of paginateScan({ client }, input)) ids.push(...Items.map(({ id }) => id.S))
  return ids.join()
}
const results = [await read(), await read(), JSON.stringify(input)]
console.log(`first time: ${results[0]}\nsecond time: ${results[1]}\ninput afterwards: ${results[2]}`)
server.close()
server.closeAllConnections()
process.exitCode = results[0] === '1,2,3' && results[1] === '3' ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
