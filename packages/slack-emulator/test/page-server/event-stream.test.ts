import assert from 'node:assert/strict'
import { get, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { NOON } from '../workspace-fixture.ts'
import { startPageServer } from './page-server.ts'

type Started = Awaited<ReturnType<typeof startPageServer>>

const update = z.object({
  screen: z.object({ me: z.object({ id: z.string() }), messages: z.array(z.object({ text: z.string() })) }),
  clock: z.object({ now: z.number(), nextEventAt: z.number() }),
})

interface Event {
  name: string
  data: z.infer<typeof update>
}

describe('the workspace page’s event stream', () => {
  let page: Started
  beforeEach(async () => {
    page = await startPageServer()
  })
  afterEach(() => page.stop())

  it('starts with what the person sees', async () => {
    const next = await follow(page.port, 'U2')
    const { name, data } = await next()
    assert.equal(name, 'update')
    assert.equal(data.screen.me.id, 'U2')
    assert.deepEqual(data.clock, { now: NOON, nextEventAt: NOON + 1000 })
  })

  it('sends changes, and those of one turn together', async () => {
    const next = await follow(page.port, 'U2')
    await next()
    await Promise.all(['one', 'two'].map((text) => page.workspace.say('U1', { channel: 'C1', text })))
    const { data } = await next()
    assert.deepEqual(
      data.screen.messages.map(({ text }) => text),
      ['one', 'two'],
    )
  })

  it('shows people only what they may see', async () => {
    const next = await follow(page.port, 'U2')
    await next()
    await page.workspace.say('U1', { channel: 'C4', text: 'secret' })
    assert.deepEqual((await next()).data.screen.messages, [])
  })

  it('is only for people of the page', async () => {
    assert.equal((await page.send('/events?as=U3')).status, 403)
    assert.equal((await page.send('/events')).status, 403)
  })
})

/** Opens the stream. Returns a function that resolves with the next update. */
async function follow(port: number, userId: string): Promise<() => Promise<Event>> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: `/events?as=${userId}` }, resolve).on('error', reject)
  })
  assert.match(String(response.headers['content-type']), /^text\/event-stream/)
  // Ends with the server.
  response.on('error', () => undefined)
  response.setEncoding('utf8')
  const chunks = response[Symbol.asyncIterator]()
  let text = ''
  return async () => {
    while (!text.includes('\n\n')) text += String((await chunks.next()).value)
    const [first = '', ...rest] = text.split('\n\n')
    text = rest.join('\n\n')
    const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(first) ?? []
    return { name, data: update.parse(JSON.parse(data)) }
  }
}
