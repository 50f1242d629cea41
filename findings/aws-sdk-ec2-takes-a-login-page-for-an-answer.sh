#!/usr/bin/env bash
# AWS SDK for JavaScript v3 (client-ec2 3.1169.0): any well-formed page is a successful, empty answer.
#
# Expected: what isn't EC2's XML rejects, as a page of HTML does in the clients whose services answer in JSON.
# Seen: the log-in page of a proxy, with status 200, resolves. DescribeInstances then says that there are no instances, and
# TerminateInstances that it's done. Nothing in the result tells it from a real empty answer but the missing request id.
#
# Output when written (2026-11-30, Node 20.20):
#   DescribeInstances: resolved, Reservations undefined
#   TerminateInstances: resolved, TerminatingInstances undefined
#   DynamoDB, GetItem: rejected
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-ec2@3.1169.0 @aws-sdk/client-dynamodb@3.1164.0

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2'

const page = '<html><head><title>Log in</title></head><body><p>Please log in</p></body></html>'
const server = createServer((req, res) => {
  req.resume().on('end', () => res.writeHead(200, { 'content-type': 'text/html' }).end(page))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const settings = {
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
}
const [ec2, dynamodb] = [new EC2Client(settings), new DynamoDBClient(settings)]
const outcome = (sent, field) => sent.then((answer) => `resolved, ${field} ${JSON.stringify(answer[field])}`, () => 'rejected')
const outcomes = [
  await outcome(ec2.send(new DescribeInstancesCommand()), 'Reservations'),
  await outcome(ec2.send(new TerminateInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] })), 'TerminatingInstances'),
  await outcome(dynamodb.send(new GetItemCommand({ TableName: 'fruit', Key: { id: { S: '1' } } })), 'Item'),
]
console.log(`DescribeInstances: ${outcomes[0]}\nTerminateInstances: ${outcomes[1]}\nDynamoDB, GetItem: ${outcomes[2]}`)
server.close()
server.closeAllConnections()
process.exitCode = outcomes.map((one) => one.split(',')[0]).join() === 'resolved,resolved,rejected' ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
