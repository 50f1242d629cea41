#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2: the first thing that a server asks of its client can't be withdrawn; the second can.
#
# Expected: when a server gives up on a question (elicitation), because of a time limit or because the call was cancelled, the client is
# told, and the signal of its handler aborts, so that its dialog closes.
# Seen: requests are numbered from 0, and a client drops a cancellation whose id is falsy. A server sends no request before its first
# question, so it's that one which stays open. (Client's calls aren't affected: number 0 is `initialize`.) A ping before helps.
#
# Output when written (2026-11-30, Node 20.20):
#   first question: stays open
#   second question: withdrawn
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
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'

const server = new McpServer({ name: 'server', version: '1.0.0' })
const requestedSchema = { type: 'object', properties: { yes: { type: 'boolean' } } }
server.registerTool('ask', {}, async () => {
  const question = server.server.elicitInput({ message: 'Really?', requestedSchema }, { timeout: 200 })
  return { content: [{ type: 'text', text: await question.then(() => 'answered', () => 'given up') }] }
})
const client = new Client({ name: 'client', version: '1.0.0' }, { capabilities: { elicitation: {} } })
const signals = []
client.setRequestHandler(ElicitRequestSchema, (question, { signal }) => {
  signals.push(signal)
  return new Promise(() => {})
})
const [near, far] = InMemoryTransport.createLinkedPair()
await Promise.all([server.connect(near), client.connect(far)])
await client.callTool({ name: 'ask' })
await client.callTool({ name: 'ask' })
const states = signals.map(({ aborted }) => (aborted ? 'withdrawn' : 'stays open'))
console.log(`first question: ${states[0]}\nsecond question: ${states[1]}`)
await client.close()
process.exitCode = states.join() === 'stays open,withdrawn' ? 0 : 1
JS
node run.mjs
