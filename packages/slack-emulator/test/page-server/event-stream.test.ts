import assert from 'node:assert/strict'
import { get, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { openModal } from '../open-modal.ts'
import { modal, NOON, section } from '../workspace-fixture.ts'
import { startPageServer } from './page-server.ts'

type Started = Awaited<ReturnType<typeof startPageServer>>

const messages = z.array(z.object({ text: z.string() }))
const update = z.object({
  screen: z.object({ me: z.object({ id: z.string() }), messages }).optional(),
  after: z.string().optional(),
  change: z
    .strictObject({
      messages: messages.optional(),
      removed: z.array(z.object({ ts: z.string() })).optional(),
      modals: z.array(z.unknown()).optional(),
      home: z.unknown().optional(),
    })
    .optional(),
  clock: z.object({ now: z.number(), nextEventAt: z.number() }),
})

interface Event {
  name: string
  id: string
  data: z.infer<typeof update>
}

const texts = (list: z.infer<typeof messages> | undefined) => list?.map(({ text }) => text)

describe('the workspace page’s event stream', () => {
  let page: Started
  beforeEach(async () => {
    page = await startPageServer()
  })
  afterEach(() => page.stop())

  const say = (text: string, channel = 'C1') => page.workspace.say('U1', { channel, text })

  it('starts with what the person sees', async () => {
    await say('before')
    const next = await follow(page.port, 'U2')
    const { name, data } = await next()
    assert.equal(name, 'update')
    assert.equal(data.screen?.me.id, 'U2')
    assert.deepEqual(texts(data.screen?.messages), ['before'])
    assert.deepEqual(data.clock, { now: NOON, nextEventAt: NOON + 1000 })
  })

  it('sends changes alone, and those of one turn together', async () => {
    await say('before')
    const next = await follow(page.port, 'U2')
    const first = await next()
    await Promise.all([say('one'), say('two')])
    const second = await next()
    assert.deepEqual(texts(second.data.change?.messages), ['one', 'two'])
    assert.equal(second.data.after, first.id)
    assert.equal(second.data.screen, undefined)
    await say('three')
    const third = await next()
    assert.deepEqual(texts(third.data.change?.messages), ['three'])
    assert.equal(third.data.after, second.id)
  })

  it('sends what was edited and removed, and views', async () => {
    const next = await follow(page.port, 'U1')
    await next()
    const { ts } = await page.call('chat.postMessage', { channel: 'C1', text: 'new' })
    await next()
    await page.call('chat.update', { channel: 'C1', ts, text: 'edited' })
    assert.deepEqual(texts((await next()).data.change?.messages), ['edited'])
    await page.call('chat.delete', { channel: 'C1', ts })
    assert.deepEqual((await next()).data.change, { removed: [{ ts }] })
    await page.call('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [] } })
    assert.deepEqual((await next()).data.change, { home: { type: 'home', blocks: [] } })
    await openModal(page, modal([section('Form')]))
    assert.equal((await next()).data.change?.modals?.length, 1)
  })

  it('shows people only what they may see', async () => {
    const next = await follow(page.port, 'U2')
    const first = await next()
    const { ts } = await page.call('chat.postMessage', { channel: 'C4', text: 'secret' })
    await page.call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'password' })
    await page.call('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [] } })
    await page.call('chat.delete', { channel: 'C4', ts })
    await openModal(page, modal([section('Form')]))
    await say('open')
    const { data } = await next()
    assert.deepEqual(texts(data.change?.messages), ['open'])
    assert.deepEqual(Object.keys(data.change ?? {}), ['messages'])
    assert.equal(data.after, first.id, 'nothing was sent between')
  })

  it('sends everything anew when more than messages and views has changed', async () => {
    const next = await follow(page.port, 'U2')
    await next()
    page.workspace.changeChannel('C4', { members: ['U1', 'U2'] })
    assert.deepEqual(texts((await next()).data.screen?.messages), [])
  })

  describe('to a page that was here before', () => {
    it('sends what it lacks', async () => {
      const { id } = await (await follow(page.port, 'U2'))()
      await say('missed')
      const { data } = await (await follow(page.port, 'U2', id))()
      assert.deepEqual(texts(data.change?.messages), ['missed'])
      assert.equal(data.after, id)
    })

    it('sends nothing when it lacks nothing', async () => {
      const { id } = await (await follow(page.port, 'U2'))()
      const next = await follow(page.port, 'U2', id)
      await say('new')
      assert.deepEqual(texts((await next()).data.change?.messages), ['new'])
    })

    it('sends everything when it has missed a thousand changes', async () => {
      const { id } = await (await follow(page.port, 'U2'))()
      for (let index = 0; index < 1001; index++) await say(String(index))
      const { data } = await (await follow(page.port, 'U2', id))()
      assert.equal(data.screen?.messages.length, 1001)
    })

    it('sends everything when the workspace was started anew, or the position is none', async () => {
      const { id } = await (await follow(page.port, 'U2'))()
      const another = await startPageServer()
      try {
        for (const position of [id, 'x', `${id}9`, id.replace(/\d+$/, '-1')]) {
          const { data } = await (await follow(another.port, 'U2', position))()
          assert.deepEqual(data.screen?.messages, [], position)
        }
      } finally {
        await another.stop()
      }
    })
  })

  it('is only for people of the page', async () => {
    assert.equal((await page.send('/events?as=U3')).status, 403)
    assert.equal((await page.send('/events')).status, 403)
  })
})

/** Opens the stream, after that event if one is given. Returns a function that resolves with the next update. */
async function follow(port: number, userId: string, lastEventId?: string): Promise<() => Promise<Event>> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: `/events?as=${userId}`, headers }, resolve).on('error', reject)
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
    const [, id = '', name = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(first) ?? []
    return { name, id, data: update.parse(JSON.parse(data)) }
  }
}
