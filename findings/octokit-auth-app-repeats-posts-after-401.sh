#!/usr/bin/env bash
# @octokit/auth-app 8.3.1 with @octokit/core 7.0.6: in the first five seconds of an installation's token, a call that is answered with 401 is
# repeated up to three times, whatever its method.
#
# Expected: a POST is sent once. Octokit's retries are a plug-in of their own (@octokit/plugin-retry), which isn't used here, and which
# never repeats a 401.
# Seen: the app's authentication repeats it after 1, 2, and 3 seconds, to wait until the token is known everywhere; no option ends that. If
# the 401 comes from something on the way, after the call had its effect, there are four comments, keys, or webhooks. Whoever counts
# calls or has a time limit for each has to expect 6 seconds. Once the token is older, the same call is sent once.
#
# Output when written (2026-11-30, Node 20):
#   a POST with a new token: sent 4 times in 6 s, then 401
#   a POST with one of six seconds ago: sent 1 time in 0 s, then 401
#
# Exits with 0 while that is so. Needs Node 20 or later, and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @octokit/core@7.0.6 @octokit/auth-app@8.3.1

cat >run.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/core'

let posts = 0
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  if (request.url.endsWith('/access_tokens')) {
    response.statusCode = 201
    response.end(JSON.stringify({ token: 'ghs_token', expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {}, repository_selection: 'all' }))
  } else {
    posts += 1
    response.statusCode = 401
    response.end(JSON.stringify({ message: 'Unauthorized' }))
  }
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const octokit = new Octokit({
  baseUrl: `http://127.0.0.1:${server.address().port}`,
  authStrategy: createAppAuth,
  auth: { appId: 1, privateKey, installationId: 2, log: quiet },
  log: quiet,
})
const results = []
for (const which of ['a new token', 'one of six seconds ago']) {
  posts = 0
  const began = Date.now()
  const error = await octokit.request('POST /repos/acme/plum/issues/1/comments', { body: 'Plums' }).catch((thrown) => thrown)
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`a POST with ${which}: sent ${posts} ${posts === 1 ? 'time' : 'times'} in ${seconds} s, then ${error.status}`)
  results.push(posts)
}
server.close()
process.exitCode = results.join() === '4,1' ? 0 : 1
JS
node run.mjs
