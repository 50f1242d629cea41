#!/usr/bin/env bash
# @slack/bolt 5.1.0: AwsLambdaReceiver decodes a base64 body as ASCII, so that a request signed over UTF-8 gets 401.
#
# Expected: `isBase64Encoded: true` is how API Gateway and Function URLs hand over bodies of types that they take for binary; the
# signature is over the bytes, and holds after decoding.
# Seen: the same signed JSON event gets 200 as text, and 401 as base64 as soon as one character is not ASCII. So it shows with names
# and texts in most languages, and not in tests in English. Decode the body before the receiver sees it.
#
# Output when written (2026-11-29, Node 20.20):
#   "plum" as text 200, as base64 200
#   "crème" as text 200, as base64 401
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @slack/bolt@5.1.0

cat >run.mjs <<'JS'
import { createHmac } from 'node:crypto'
import bolt from '@slack/bolt'

const { App, AwsLambdaReceiver, LogLevel } = bolt
const receiver = new AwsLambdaReceiver({ signingSecret: 'secret', logLevel: LogLevel.ERROR })
const identity = { botToken: 'xoxb-test', botId: 'B1', botUserId: 'U1' }
const app = new App({ receiver, authorize: async () => identity, logLevel: LogLevel.ERROR })
app.event('app_mention', async () => {})
const handler = await receiver.start()

async function statusOf(text, isBase64Encoded) {
  const event = { type: 'app_mention', text, user: 'U2', channel: 'C1', ts: '1.1' }
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: 'E1', event })
  const time = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', 'secret').update(`v0:${time}:${body}`, 'utf8').digest('hex')
  const answer = await handler(
    {
      httpMethod: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': time,
        'x-slack-signature': `v0=${signature}`,
      },
      isBase64Encoded,
      body: isBase64Encoded ? Buffer.from(body, 'utf8').toString('base64') : body,
    },
    {},
    () => {},
  )
  return answer.statusCode
}
const seen = []
for (const text of ['plum', 'crème']) {
  const [plain, encoded] = [await statusOf(text, false), await statusOf(text, true)]
  console.log(`"${text}" as text ${plain}, as base64 ${encoded}`)
  seen.push(plain, encoded)
}
process.exitCode = seen.join() === '200,200,200,401' ? 0 : 1
JS
node run.mjs
