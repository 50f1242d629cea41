import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import { App, HTTPReceiver } from '@slack/bolt'
import { appAt } from '../src/app-link.ts'
import { topModal } from './open-modal.ts'
import { aWorkspace, input, modal, plain, SECRET, TOKEN, typed } from './workspace-fixture.ts'

/** What the workspace sends must be what Slack's own framework takes. */
describe('an app made with Bolt', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  async function boltApp() {
    const fixture = aWorkspace({ realTime: { now: () => Date.now(), after: () => () => undefined } })
    const { botId, botUserId } = fixture.workspace.identity
    const receiver = new HTTPReceiver({ signingSecret: SECRET })
    const app = new App({ receiver, token: TOKEN, botId, botUserId, tokenVerificationEnabled: false })
    server = await receiver.start({ port: 0, host: '127.0.0.1' })
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    fixture.workspace.connect(appAt(`http://127.0.0.1:${address.port}/slack/events`))
    return { ...fixture, app }
  }

  it('gets commands, events, shortcuts, clicks, queries and submissions', async () => {
    const { app, ...fixture } = await boltApp()
    const { workspace, call } = fixture
    const seen: string[] = []
    let trigger = ''
    app.command('/greet', async ({ ack, command }) => {
      trigger = command.trigger_id
      seen.push(`command by ${command.user_name}`)
      await ack('Hello')
    })
    app.event('app_home_opened', async ({ event }) => {
      seen.push(`${event.type} ${event.tab}`)
    })
    app.shortcut('create', async ({ ack, shortcut }) => {
      seen.push(shortcut.type)
      await ack()
    })
    app.action('go', async ({ ack, body }) => {
      seen.push(body.type)
      await ack()
    })
    app.options('it', async ({ ack, options }) => {
      seen.push(`query ${options.value}`)
      await ack({ options: [{ text: { type: 'plain_text', text: 'One' }, value: '1' }] })
    })
    app.view('create', async ({ ack, view }) => {
      seen.push(`submission ${view.state.values['name']?.['it']?.value}`)
      await ack({ response_action: 'errors', errors: { name: 'Taken' } })
    })
    assert.equal(await workspace.command('U1', { channel: 'C1', command: '/greet', text: 'ポコ' }), undefined)
    assert.equal(workspace.screen('U1').messages[0]?.text, 'Hello')
    assert.equal(await workspace.openHome('U1'), undefined)
    assert.equal(await workspace.shortcut('U1', 'create'), undefined)
    const external = input('repo', {}, { element: { type: 'external_select', action_id: 'it' }, optional: true })
    const button = {
      type: 'actions',
      block_id: 'a',
      elements: [{ type: 'button', action_id: 'go', text: plain('Go') }],
    }
    const view = modal([input('name'), external, button], { callback_id: 'create' })
    assert.equal((await call('views.open', { trigger_id: trigger, view }))['ok'], true)
    const container = { viewId: topModal(fixture).id }
    assert.equal(await workspace.act('U1', container, { blockId: 'a', actionId: 'go' }, { type: 'button' }), undefined)
    assert.deepEqual((await workspace.suggest('U1', container, { blockId: 'repo', actionId: 'it' }, 'one')).options, [
      { text: 'One', value: '1' },
    ])
    assert.equal(await workspace.submit('U1', container.viewId, { name: typed('ポコ') }), undefined)
    assert.deepEqual(topModal(fixture).errors, { name: 'Taken' })
    assert.deepEqual(seen, [
      'command by aki',
      'app_home_opened home',
      'shortcut',
      'block_actions',
      'query one',
      'submission ポコ',
    ])
  })
})
