#!/usr/bin/env bash
# @smithy/node-http-handler 4.14.2 (in the AWS SDK for JavaScript v3): `requestTimeout` bounds neither the request nor its body.
#
# Expected of `requestTimeout: 300`: a call that has no whole answer after 300 ms rejects.
# Seen: alone it only logs a warning. With `throwOnRequestTimeout: true` it rejects while there are no headers; once they
# are there, a body may take as long as it likes. What bounds a body that stalls is `socketTimeout`, the time in which
# nothing arrives.
#
# Output when written (2026-11-29, Node 20.20, @smithy/node-http-handler 4.14.2):
#   requestTimeout, slow headers: answered
#   requestTimeout and throwOnRequestTimeout, slow headers: TimeoutError
#   requestTimeout and throwOnRequestTimeout, slow body: answered
#   socketTimeout, slow body: TimeoutError
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-dynamodb@3.1164.0 @smithy/node-http-handler@4.14.2

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { NodeHttpHandler } from '@smithy/node-http-handler'

let slow = 'headers'
const server = createServer((req, res) => {
  const answer = JSON.stringify({ TableNames: ['plum'] })
  const head = () => res.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': answer.length })
  req.resume().on('end', () => {
    if (slow === 'body') head().write(answer.slice(0, 5))
    setTimeout(() => (slow === 'body' ? res.end(answer.slice(5)) : head().end(answer)), 1500)
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

async function outcome(limits) {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ ...limits, logger: { warn() {} } }),
  })
  return client.send(new ListTablesCommand()).then(() => 'answered', (error) => error.name)
}
const both = { requestTimeout: 300, throwOnRequestTimeout: true }
const lines = [`requestTimeout, slow headers: ${await outcome({ requestTimeout: 300 })}`]
lines.push(`requestTimeout and throwOnRequestTimeout, slow headers: ${await outcome(both)}`)
slow = 'body'
lines.push(`requestTimeout and throwOnRequestTimeout, slow body: ${await outcome(both)}`)
lines.push(`socketTimeout, slow body: ${await outcome({ socketTimeout: 300 })}`)
console.log(lines.join('\n'))
server.close()
server.closeAllConnections()
const said = lines.map((line) => line.split(': ')[1]).join()
process.exitCode = said === 'answered,TimeoutError,answered,TimeoutError' ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
