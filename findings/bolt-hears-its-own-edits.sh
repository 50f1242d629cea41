#!/usr/bin/env bash
# @slack/bolt 5.1.0: an app doesn't hear its own messages, but it does hear its own edits of them.
#
# Expected of `ignoreSelf`, which is on by default: events that the app itself causes reach no listener.
# Seen: it looks at the event's own `bot_id` and `user`. In a `message_changed` they're one level down, in `message`, so `app.message()`
# without a pattern, and `app.event('message')`, run for each `chat.update` of the app. If they update a message, they answer
# themselves for ever.
#
# Output when written (2026-11-30, Node 20.20):
#   posted by the app: not heard
#   edited by the app: heard
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @slack/bolt@5.1.0

cat >run.mjs <<'JS'
import bolt from '@slack/bolt'

const { App, LogLevel } = bolt
const receiver = { init(app) { this.app = app }, start: async () => {}, stop: async () => {} }
const identity = { botToken: 'xoxb-test', botId: 'B1', botUserId: 'U1' }
const app = new App({ receiver, authorize: async () => identity, logLevel: LogLevel.ERROR })
let heard = 0
app.message(async () => {
  heard += 1
})
async function deliver(event) {
  heard = 0
  const body = { type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: 'E1', event: { type: 'message', channel: 'C1', ...event } }
  await receiver.app.processEvent({ body, ack: async () => {} })
  return heard > 0 ? 'heard' : 'not heard'
}
const posted = { bot_id: 'B1', user: 'U1', text: 'plum', ts: '1.1' }
const outcomes = [await deliver(posted), await deliver({ subtype: 'message_changed', ts: '1.2', message: { type: 'message', ...posted } })]
console.log(`posted by the app: ${outcomes[0]}\nedited by the app: ${outcomes[1]}`)
process.exitCode = outcomes.join() === 'not heard,heard' ? 0 : 1
JS
node run.mjs
