#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2: whether a client accepts a tool's result depends on whether it has listed the tools before.
#
# Expected: the server checks a result against the tool's `outputSchema`; a field beyond it is either dropped, as zod's objects do, or
# an error of the server.
# Seen: the server's check passes and the field is sent. A client that hasn't listed the tools accepts it. One that has, which is any
# agent, checks by a schema with `additionalProperties: false` and throws, although the tool has done its work. `z.looseObject` avoids it.
#
# Output when written (2026-11-30, Node 20.20):
#   before tools/list: {"id":"plum","extra":1}
#   after tools/list: MCP error -32602
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @modelcontextprotocol/sdk@1.32.2 zod@4.6.7

cat >run.mjs <<'JS'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import * as z from 'zod'

const server = new McpServer({ name: 'server', version: '1.0.0' })
server.registerTool('show', { outputSchema: z.object({ id: z.string() }) }, async () => ({
  content: [],
  structuredContent: { id: 'plum', extra: 1 },
}))
const client = new Client({ name: 'client', version: '1.0.0' })
const [near, far] = InMemoryTransport.createLinkedPair()
await Promise.all([server.connect(near), client.connect(far)])
const outcome = () =>
  client.callTool({ name: 'show' }).then(
    ({ structuredContent }) => JSON.stringify(structuredContent),
    (error) => error.message.split(':')[0],
  )
const before = await outcome()
await client.listTools()
const after = await outcome()
console.log(`before tools/list: ${before}\nafter tools/list: ${after}`)
await client.close()
process.exitCode = before === '{"id":"plum","extra":1}' && after === 'MCP error -32602' ? 0 : 1
JS
node run.mjs
