import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { startSlack } from '@pokopoko/slack-emulator'
import { createGreeter } from './greeter.ts'

const secrets = { signingSecret: 'any secret', token: 'xoxb-any-token' }

const slack = await startSlack({
  port: 3000,
  manifest: parse(await readFile(new URL('manifest.yml', import.meta.url), 'utf8')),
  requestUrl: 'http://localhost:3001/slack/events',
  signingSecret: secrets.signingSecret,
  botToken: secrets.token,
  people: [
    { id: 'U0ANA', name: 'ana', realName: 'Ana Silva', locale: 'en-US', tz: 'Europe/Lisbon' },
    { id: 'U0REN', name: 'ren', realName: '佐藤 蓮', locale: 'ja-JP', tz: 'Asia/Tokyo' },
  ],
  channels: [{ id: 'C0GENERAL', name: 'general' }],
})
await createGreeter({ ...secrets, slackApiUrl: slack.apiUrl }).start(3001)
console.log(`Your Slack workspace: ${slack.url}`)
