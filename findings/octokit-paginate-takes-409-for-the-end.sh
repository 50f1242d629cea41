#!/usr/bin/env bash
# @octokit/plugin-paginate-rest 14.0.0 (in @octokit/rest 22.0.1): a 409 on a later page ends the list, with no error.
#
# Expected of `octokit.paginate`: a page that is refused rejects, as a 404 or a 500 does.
# Seen: a 409 counts as an empty page without a successor. What was read so far is given as if it were the whole list. The
# rule is there for commits of an empty repository, which GitHub answers so, and holds for every list and page.
#
# Output when written (2026-11-29, Node 20.20):
#   409 on page 2: resolved with 1 of 2
#   404 on page 2: rejected with 404
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @octokit/rest@22.0.1

cat >run.mjs <<'JS'
import { createServer } from 'node:http'
import { Octokit } from '@octokit/rest'

let status = 409
const server = createServer((req, res) => {
  const url = new URL(req.url, 'http://localhost')
  const isSecond = url.searchParams.get('page') === '2'
  const next = `<http://127.0.0.1:${server.address().port}${url.pathname}?page=2>; rel="next"`
  res.writeHead(isSecond ? status : 200, { 'content-type': 'application/json', ...(!isSecond && { link: next }) })
  res.end(JSON.stringify(isSecond ? { message: 'no' } : [{ login: 'aki' }]))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const octokit = new Octokit({ baseUrl: `http://127.0.0.1:${server.address().port}`, log: quiet })
const members = () => octokit.paginate('GET /orgs/{org}/teams/{team_slug}/members', { org: 'acme', team_slug: 'web' })
const outcome = () => members().then((list) => `resolved with ${list.length} of 2`, (error) => `rejected with ${error.status}`)

const conflict = await outcome()
status = 404
const missing = await outcome()
console.log(`409 on page 2: ${conflict}\n404 on page 2: ${missing}`)
server.close()
server.closeAllConnections()
process.exitCode = conflict === 'resolved with 1 of 2' && missing === 'rejected with 404' ? 0 : 1
JS
node run.mjs
