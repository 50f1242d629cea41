import assert from 'node:assert/strict'
import { App, AwsLambdaReceiver } from '@slack/bolt'
import { BOT_ID, BOT_USER_ID } from '../src/identity.ts'
import { topModal } from './open-modal.ts'
import { aWorkspace, input, modal, plain, SECRET, TOKEN, typed } from './workspace-fixture.ts'

/** What the workspace sends must be what Slack's own framework takes. */
describe('an app made with Bolt', () => {
  async function boltApp() {
    const fixture = aWorkspace({
      realTime: { now: () => Date.now(), after: () => () => undefined },
    })
    const receiver = new AwsLambdaReceiver({ signingSecret: SECRET })
    const app = new App({
      receiver,
      token: TOKEN,
      botId: BOT_ID,
      botUserId: BOT_USER_ID,
      tokenVerificationEnabled: false,
    })
    const handler = await receiver.start()
    fixture.workspace.connect(async (event) => {
      const { statusCode, body } = await handler({ ...event, routeKey: '$default' }, {})
      return { statusCode, body: body ?? '' }
    })
    return { ...fixture, app }
  }

  it('gets commands, events, shortcuts, clicks, queries and submissions', async () => {
    const { app, ...fixture } = await boltApp()
    const { workspace, call } = fixture
    const seen: string[] = []
    let trigger = ''
    app.command('/testsite', async ({ ack, command }) => {
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
    assert.equal(await workspace.command('U1', { channel: 'C1', command: '/testsite', text: 'ポコ' }), undefined)
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
    const place = { viewId: topModal(fixture).id }
    assert.equal(await workspace.act('U1', place, { blockId: 'a', actionId: 'go' }, { type: 'button' }), undefined)
    assert.deepEqual((await workspace.suggest('U1', place, { blockId: 'repo', actionId: 'it' }, 'one')).options, [
      { text: 'One', value: '1' },
    ])
    assert.equal(await workspace.submit('U1', place.viewId, { name: typed('ポコ') }), undefined)
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
