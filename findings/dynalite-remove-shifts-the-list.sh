#!/usr/bin/env bash
# dynalite 4.0.0: `REMOVE l[0], l[1]` removes the first and the third element.
#
# Expected of an emulator of DynamoDB: the indexes of an update are those of the list before it, so [0, 1, 2, 3] becomes [2, 3] (as
# moto 5.2.5 has it, too).
# Seen: each removal shifts the list for the next, so what stays is [1, 3]. Nothing complains, and code that is right for
# DynamoDB looks wrong, or the other way round. With the higher index first, both agree.
#
# Output when written (2026-11-30, Node 20.20):
#   REMOVE l[0], l[1]: 1,3
#   REMOVE l[1], l[0]: 2,3
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1164.0

cat >run.mjs <<'JS'
import dynalite from 'dynalite'
import { CreateTableCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'

const server = dynalite({ createTableMs: 0 })
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const TableName = 'fruit'
await client.send(
  new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }),
)
async function after(UpdateExpression) {
  const id = { S: 'plum' }
  await client.send(new PutItemCommand({ TableName, Item: { id, l: { L: [0, 1, 2, 3].map((number) => ({ N: String(number) })) } } }))
  const update = { TableName, Key: { id }, UpdateExpression, ReturnValues: 'ALL_NEW' }
  const { Attributes } = await client.send(new UpdateItemCommand(update))
  return Attributes.l.L.map(({ N }) => N).join()
}
const lists = [await after('REMOVE l[0], l[1]'), await after('REMOVE l[1], l[0]')]
console.log(`REMOVE l[0], l[1]: ${lists[0]}\nREMOVE l[1], l[0]: ${lists[1]}`)
server.close()
process.exitCode = lists.join(' ') === '1,3 2,3' ? 0 : 1
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node run.mjs
