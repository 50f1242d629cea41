#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2: `maxTotalTimeout` limits nothing by itself.
#
# Expected: a request with `maxTotalTimeout: 1500` has ended after 1.5 s, one way or the other.
# Seen: it's only looked at when a progress notification arrives, and only with `resetTimeoutOnProgress` and `onprogress`. Alone it
# has no effect (the usual minute applies). With both, progress at 0.9 s starts the whole `timeout` anew, so a call may take up to
# `maxTotalTimeout` plus `timeout`.
#
# Output when written (2026-11-30, Node 20.20):
#   maxTotalTimeout 500 alone, a call of 1.2 s: answered
#   timeout 1000, maxTotalTimeout 1500, progress after 0.9 s: rejected after 1.9 s
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @modelcontextprotocol/sdk@1.32.2 zod@4.6.7

cat >run.mjs <<'JS'
import { setTimeout } from 'node:timers/promises'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'

const server = new McpServer({ name: 'server', version: '1.0.0' })
server.registerTool('short', {}, async () => {
  await setTimeout(1200)
  return { content: [] }
})
server.registerTool('long', {}, async ({ _meta, sendNotification }) => {
  await setTimeout(900)
  await sendNotification({ method: 'notifications/progress', params: { progressToken: _meta.progressToken, progress: 1 } })
  await setTimeout(3000)
  return { content: [] }
})
const client = new Client({ name: 'client', version: '1.0.0' })
const [near, far] = InMemoryTransport.createLinkedPair()
await Promise.all([server.connect(near), client.connect(far)])
async function outcome(name, options) {
  const begun = performance.now()
  const after = () => `rejected after ${Math.floor((performance.now() - begun) / 100) / 10} s`
  return client.callTool({ name }, undefined, options).then(() => 'answered', after)
}
const alone = await outcome('short', { maxTotalTimeout: 500 })
const both = await outcome('long', { timeout: 1000, maxTotalTimeout: 1500, resetTimeoutOnProgress: true, onprogress() {} })
console.log(`maxTotalTimeout 500 alone, a call of 1.2 s: ${alone}`)
console.log(`timeout 1000, maxTotalTimeout 1500, progress after 0.9 s: ${both}`)
process.exit(alone === 'answered' && both === 'rejected after 1.9 s' ? 0 : 1)
JS
node run.mjs
