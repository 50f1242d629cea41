#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2 with zod 4.6.7: a tool whose input is a union is listed as one without arguments, and still takes them.
#
# Expected: `registerTool` takes any zod schema, so `tools/list` shows the union's JSON schema (`anyOf`), or registering fails.
# Seen: everything but a plain object (a union, an intersection, an object with a transform) is listed as an empty object. Agents only
# know what's listed, so they call it without arguments, and get an error that they can't act on; a test that calls the tool passes.
#
# Output when written (2026-11-30, Node 20.20):
#   listed: {"type":"object","properties":{}}
#   called with to and tag: {"to":"tag","tag":"v1"}
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
const branch = z.object({ to: z.literal('branch'), branch: z.string() })
const tag = z.object({ to: z.literal('tag'), tag: z.string() })
const inputSchema = z.discriminatedUnion('to', [branch, tag])
server.registerTool('move', { inputSchema }, async (args) => ({ content: [{ type: 'text', text: JSON.stringify(args) }] }))
const client = new Client({ name: 'client', version: '1.0.0' })
const [near, far] = InMemoryTransport.createLinkedPair()
await Promise.all([server.connect(near), client.connect(far)])
const { tools } = await client.listTools()
const listed = JSON.stringify(tools[0].inputSchema)
const { content } = await client.callTool({ name: 'move', arguments: { to: 'tag', tag: 'v1' } })
console.log(`listed: ${listed}\ncalled with to and tag: ${content[0].text}`)
await client.close()
process.exitCode = listed === '{"type":"object","properties":{}}' && content[0].text === '{"to":"tag","tag":"v1"}' ? 0 : 1
JS
node run.mjs
