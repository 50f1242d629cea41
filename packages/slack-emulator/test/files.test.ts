import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createSlackHttpHandler } from '../src/http.ts'
import { aWorkspace, manifest, text } from './workspace-fixture.ts'

const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex')
const scopes = ['chat:write', 'files:write', 'files:read']
const withScopes = (bot: string[]) => ({ manifest: { ...manifest, oauth_config: { scopes: { bot } } } })
const image = (id: string) => [{ type: 'image', slack_file: { id }, alt_text: 'The start page' }]

/** A workspace whose uploads are served. */
async function served(options = withScopes(scopes)) {
  const fixture = aWorkspace(options)
  const handle = createSlackHttpHandler(fixture.workspace)
  const server = createServer((req, res) => void handle(req, res)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const put = async (url: string, body: Buffer) =>
    (await fetch(`http://127.0.0.1:${address.port}${new URL(url).pathname}`, { method: 'POST', body })).status
  const reserve = async (length = JPEG.length) => {
    const { file_id: id, upload_url: url } = await fixture.call('files.getUploadURLExternal', {
      filename: 'a.jpg',
      length,
    })
    return { id: text(id), url: text(url) }
  }
  const upload = async (data = JPEG) => {
    const { id, url } = await reserve(data.length)
    assert.equal(await put(url, data), 200)
    const files = JSON.stringify([{ id, title: 'Start page' }])
    assert.deepEqual((await fixture.call('files.completeUploadExternal', { files }))['files'], [
      { id, title: 'Start page' },
    ])
    return id
  }
  return { ...fixture, put, reserve, upload, close: () => void server.close() }
}

describe('files', () => {
  let slack: Awaited<ReturnType<typeof served>>
  beforeEach(async () => {
    slack = await served()
  })
  afterEach(() => slack.close())

  const post = (id: string) => slack.call('chat.postMessage', { channel: 'C1', text: 'Plum', blocks: image(id) })

  it('are uploaded, and shown in messages once Slack has looked at them', async () => {
    const { call, upload, time, workspace } = slack
    const file = await upload()
    assert.equal((await call('files.info', { file }))['file']?.['mimetype'], '')
    assert.equal((await post(file))['error'], 'invalid_blocks')
    time.advance(1000)
    assert.equal((await call('files.info', { file }))['file']?.['mimetype'], 'image/jpeg')
    const { ts } = await post(file)
    assert.equal(workspace.screen('U1').messages[0]?.blocks?.[0]?.type, 'image')
    const update = { channel: 'C1', ts, text: 'Plum', blocks: image('F0000000000') }
    assert.equal((await call('chat.update', update))['error'], 'invalid_blocks')
    assert.equal(workspace.files.find(file)?.data, JPEG.toString('base64'))
  })

  it('that are no images are shown nowhere', async () => {
    const file = await slack.upload(Buffer.from('RIFF1234WEBP'))
    slack.time.advance(1000)
    assert.equal((await post(file))['error'], 'invalid_blocks')
  })

  it('are refused with another length, at another address, and unless they came', async () => {
    const { id, url } = await slack.reserve(5)
    assert.equal(await slack.put(url, JPEG), 400)
    assert.equal(await slack.put('http://x/upload/nosuch', JPEG), 400)
    const complete = (files: unknown) => slack.call('files.completeUploadExternal', { files })
    assert.equal((await complete([{ id }]))['error'], 'file_not_found')
    assert.equal((await complete([]))['error'], 'invalid_arguments')
    assert.equal((await slack.call('files.info', { file: id }))['error'], 'file_not_found')
  })

  it('are shared in a conversation that the app is in', async () => {
    const { call, workspace, put, reserve } = slack
    const { id, url } = await reserve(4)
    assert.equal(await put(url, Buffer.from('logs')), 200)
    const share = (to: string) => {
      const files = JSON.stringify([{ id, title: 'plum.log' }])
      return call('files.completeUploadExternal', { files, channel_id: to, initial_comment: 'The log' })
    }
    assert.equal((await share('C0NOWHERE'))['error'], 'channel_not_found')
    assert.equal((await share('C1'))['ok'], true)
    const [message] = workspace.screen('U1').messages
    assert.deepEqual([message?.text, message?.files], ['The log', [{ id, title: 'plum.log' }]])
    const again = aWorkspace({ ...withScopes(scopes), saved: JSON.parse(JSON.stringify(workspace.save())) })
    assert.deepEqual(again.workspace.screen('U1').messages[0]?.files, message?.files)
  })

  it('outlive a restart', async () => {
    const savedChanges: unknown[] = []
    slack.workspace.onSavedChange((change) => savedChanges.push(change))
    const file = await slack.upload()
    const saved: unknown = JSON.parse(JSON.stringify(slack.workspace.save()))
    for (const kept of [{ saved }, { savedChanges }]) {
      const again = aWorkspace({ ...withScopes(scopes), ...kept })
      assert.equal((await again.call('files.info', { file }))['file']?.['size'], JPEG.length)
    }
  })

  it('take scopes', async () => {
    const without = await served(withScopes(['chat:write']))
    assert.equal(
      (await without.call('files.getUploadURLExternal', { filename: 'a', length: 1 }))['needed'],
      'files:write',
    )
    assert.equal((await without.call('files.info', { file: 'F1' }))['needed'], 'files:read')
    without.close()
  })
})
