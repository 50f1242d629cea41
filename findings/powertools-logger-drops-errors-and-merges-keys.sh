#!/usr/bin/env bash
# @aws-lambda-powertools/logger 2.36.0: `logger.error(error)` logs the message alone, and keys that are appended merge with older ones.
#
# Expected: an error as the first argument, which the types allow, is logged with name, stack, and cause, as it is as the second. And
# `appendKeys({ user })` replaces the `user` of before, as an assignment would.
# Seen: of the error, only its message arrives. Objects are merged in depth, so that what the new value doesn't have stays from the
# old one: from one invocation to the next, say, of somebody else's user.
#
# Output when written (2026-11-30, Node 20.20):
#   error alone: level, message, timestamp, service, sampling_rate
#   error second: level, message, timestamp, service, sampling_rate, error
#   user: {"id":2,"admin":true}
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @aws-lambda-powertools/logger@2.36.0

cat >run.mjs <<'JS'
import { Logger } from '@aws-lambda-powertools/logger'

const lines = []
console.error = console.info = (line) => lines.push(JSON.parse(line))
process.env.POWERTOOLS_DEV = 'true'
const logger = new Logger({ serviceName: 'plum' })
const error = new Error('boom', { cause: new Error('why') })
logger.error(error)
logger.error('It failed', error)
logger.appendKeys({ user: { id: 1, admin: true } })
logger.appendKeys({ user: { id: 2 } })
logger.info('x')
const said = [...lines.slice(0, 2).map((line) => Object.keys(line).join(', ')), JSON.stringify(lines[2].user)]
console.log(`error alone: ${said[0]}\nerror second: ${said[1]}\nuser: ${said[2]}`)
const isSame = !('error' in lines[0]) && lines[1].error.cause.message === 'why' && said[2] === '{"id":2,"admin":true}'
process.exitCode = isSame ? 0 : 1
JS
node run.mjs
