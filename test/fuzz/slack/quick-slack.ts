import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { checkHome, checkMessageBlocks, checkModal } from '@pokopoko/slack-emulator/testing'
import { listenOn } from '../../../src/local/listen.ts'
import { answerAbout } from './people.ts'
import { RECORDED_AT } from './valid-requests.ts'

/** What the app said to Slack: a call of the Web API, or an answer to a response URL. */
export interface Said {
  to: string
  content: Record<string, unknown>
}

/**
 * Slack as far as a fuzzed app needs one: it knows its people, takes every other call, remembers what was said, and complains
 * of what Slack would refuse.
 */
export async function startQuickSlack() {
  let said: Said[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const to = request.url ?? ''
      const content = contentOf(request.headers['content-type'], body)
      said.push({ to, content })
      const answer = answerAbout(to.replace('/api/', ''), content)
      const json = answer === undefined ? ANSWER : JSON.stringify(answer)
      response.writeHead(200, { 'content-type': 'application/json' }).end(json)
    })
  })
  const url = `http://127.0.0.1:${await listenOn(server, 0, 'PORT')}`
  return {
    slackApiUrl: `${url}/api/`,
    /** The recorded body, its response URLs leading here. */
    redirected: (body: string) =>
      body.replaceAll(RECORDED_AT, url).replaceAll(encodeURIComponent(RECORDED_AT), encodeURIComponent(url)),
    /** What was said since the last time. */
    takeSaid: () => said.splice(0),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const ANSWER = JSON.stringify({
  ok: true,
  ts: '1.1',
  message_ts: '1.1',
  channel: { id: 'D0DIRECT' },
  view: { id: 'V1' },
})

function contentOf(type: string | undefined, body: string): Said['content'] {
  const fields: unknown =
    type?.startsWith('application/json') === true ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body))
  if (typeof fields !== 'object' || fields === null) return {}
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, inJson.has(key) ? parsed(value) : value]),
  )
}

/** Arguments that forms carry as JSON. */
const inJson = new Set(['blocks', 'unfurls', 'view'])

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}

/** @throws SlackError for blocks that Slack would refuse */
export function checkSaid({ content: { blocks, unfurls, view } }: Said): void {
  if (blocks !== undefined) checkMessageBlocks(blocks)
  for (const unfurl of z.array(z.object({ blocks: z.unknown() })).parse(Object.values(unfurls ?? {}))) {
    checkMessageBlocks(unfurl.blocks)
  }
  if (typeof view !== 'object' || view === null || !('type' in view)) return
  if (view.type === 'home') checkHome(view)
  else checkModal(view)
}
