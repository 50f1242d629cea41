#!/usr/bin/env bash
# @octokit/auth-app 8.3.1: an installation's token is used for 59 minutes, whatever its `expires_at`, and remembered with other permissions.
#
# Expected: a token that has expired by the time in the server's own answer is requested anew, and the same call returns the same
# permissions each time.
# Seen: the time is stored, returned, and not looked at. From the second call on, which is answered from memory, every permission that
# isn't "write" is said to be "read": an "admin" too.
#
# Output when written (2026-11-30, Node 20.20):
#   first: organization_projects admin
#   when it had expired: organization_projects read; the same token, 1 requested in all
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @octokit/auth-app@8.3.1 @octokit/request@10.0.16

cat >run.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { createAppAuth } from '@octokit/auth-app'
import { request } from '@octokit/request'

let requested = 0
const server = createServer((req, res) => {
  requested += 1
  res.writeHead(201, { 'content-type': 'application/json' })
  const permissions = { contents: 'write', organization_projects: 'admin' }
  res.end(JSON.stringify({ token: `ghs_${requested}`, expires_at: new Date(Date.now() + 1000).toISOString(), permissions }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const baseUrl = `http://127.0.0.1:${server.address().port}`
const auth = createAppAuth({ appId: 1, privateKey, installationId: 2, request: request.defaults({ baseUrl }) })
const first = await auth({ type: 'installation' })
await new Promise((resolve) => setTimeout(resolve, 1500))
const second = await auth({ type: 'installation' })
const said = [first, second].map(({ permissions }) => permissions.organization_projects)
const same = second.token === first.token && Date.parse(second.expiresAt) < Date.now() ? 'the same token' : 'another token'
console.log(`first: organization_projects ${said[0]}`)
console.log(`when it had expired: organization_projects ${said[1]}; ${same}, ${requested} requested in all`)
server.close()
server.closeAllConnections()
process.exitCode = `${said} ${same} ${requested}` === 'admin,read the same token 1' ? 0 : 1
JS
node run.mjs
