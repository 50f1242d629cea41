import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { signRequest } from '@pokopoko/slack-emulator/testing'
import { close, listen } from '../../src/local/listen.ts'
import { chosenFor } from '../../src/aws/settings.ts'
import { settingsVersion } from '../settings-version.ts'
import { functionUrlEvent } from '../../src/local/function-url-app.ts'

const SIGNING_SECRET = 'of nobody'
const namesSchema = z.object({ Names: z.array(z.string()) })
const IMAGES = {
  at: { N: String(Date.now()) },
  images: { L: [{ M: { id: { S: 'ami-1' }, label: { S: 'Agency' } } }] },
}

/** What the function for Slack calls while its code cache is made: Slack, Parameter Store, and a table without sites. */
export async function startStandIn() {
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      res.setHeader('x-amzn-requestid', '1').setHeader('content-type', 'application/json')
      res.end(JSON.stringify(answerTo(String(req.headers['x-amz-target']), body)))
    })
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  const settings = {
    name: 'sites',
    domain: 'test.example.com',
    github: { org: 'orchard' },
    sizes: [{ type: 't3.micro', label: 'Small' }],
    slackApiUrl: `${url}/api/`,
  }
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_ENDPOINT_URL: url,
    SETTINGS: JSON.stringify(chosenFor.slack().parse(settings)),
    SETTINGS_VERSION: settingsVersion,
  }
  return { env, close: () => close(server) }
}

function answerTo(target: string, body: string): object {
  if (target.endsWith('.GetParameters')) {
    const { Names } = namesSchema.parse(JSON.parse(body))
    return { Parameters: Names.map((Name) => ({ Name, Value: SIGNING_SECRET })) }
  }
  if (target.endsWith('.GetItem')) return body.includes('"#images"') ? { Item: IMAGES } : {}
  return target.endsWith('.Query') ? { Items: [], Count: 0 } : { ok: true, user: { locale: 'en-US' } }
}

/** What people send most: each in JSON. */
export function commonEvents(): string[] {
  return ['help', '', 'list', 'extend plum'].map((command) => {
    const form = {
      command: '/testsite',
      text: command,
      user_id: 'U1',
      channel_id: 'C1',
      team_id: 'T1',
      trigger_id: '1.1.1',
      response_url: 'https://hooks.slack.com/commands/1',
    }
    const request = { kind: 'form', body: new URLSearchParams(form).toString() } as const
    return JSON.stringify(functionUrlEvent(signRequest(request, SIGNING_SECRET, Date.now())))
  })
}
