#!/usr/bin/env bash
# emulate 0.11.2, its GitHub: a pull request with one commit, which adds one file, has two commits and no changed file.
#
# Expected: `commits: 1, changed_files: 1, additions: 1`, as the comparison of both branches in the same emulator says (`ahead_by: 1`, one file).
# Seen: `commits` counts those of the branch with its whole history, and files and lines are always 0. Code that skips pull requests
# "without changes" skips all of them.
#
# Output when written (2026-11-30, Node 20.20):
#   comparison: ahead by 1, 1 file
#   pull request: 2 commits, 0 files, 0 additions
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts emulate@0.11.2

cat >run.mjs <<'JS'
import net from 'node:net'
import { createEmulator } from 'emulate'

const port = await new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})
const seed = { github: { users: [{ login: 'aki' }], repos: [{ owner: 'aki', name: 'plum', auto_init: true }] }, tokens: { token: { login: 'aki', scopes: ['repo'] } } }
const emulator = await createEmulator({ service: 'github', port, seed })
async function call(method, path, body) {
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
  const response = await fetch(`${emulator.url}/repos/aki/plum/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: response.status, data: response.status === 204 ? undefined : await response.json() }
}
const { sha } = (await call('GET', 'git/ref/heads/main')).data.object
await call('POST', 'git/refs', { ref: 'refs/heads/change', sha })
await call('PUT', 'contents/plum.txt', { message: 'Add a plum', content: Buffer.from('plum\n').toString('base64'), branch: 'change' })
const comparison = (await call('GET', 'compare/main...change')).data
const { number } = (await call('POST', 'pulls', { title: 'A plum', head: 'change', base: 'main' })).data
const pull = (await call('GET', `pulls/${number}`)).data
console.log(`comparison: ahead by ${comparison.ahead_by}, ${comparison.files.length} file`)
console.log(`pull request: ${pull.commits} commits, ${pull.changed_files} files, ${pull.additions} additions`)
process.exit([comparison.ahead_by, comparison.files.length, pull.commits, pull.changed_files, pull.additions].join() === '1,1,2,0,0' ? 0 : 1)
JS
node run.mjs
