import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { startSlack } from '@pokopoko/slack-emulator'
import { createGreeter } from '../example/greeter.ts'
import { freePort } from './free-port.ts'

const secrets = { signingSecret: 'any secret', token: 'xoxb-any-token' }

/** The README's example, over HTTP both ways. */
describe('startSlack', () => {
  let slack: Awaited<ReturnType<typeof startSlack>>
  let app: ReturnType<typeof createGreeter>
  const errors: unknown[] = []
  before(async () => {
    const port = await freePort()
    slack = await startSlack({
      manifest: parse(await readFile(new URL('../example/manifest.yml', import.meta.url), 'utf8')),
      requestUrl: `http://localhost:${port}/slack/events`,
      signingSecret: secrets.signingSecret,
      botToken: secrets.token,
      people: [{ id: 'U0ANA', name: 'ana', realName: 'Ana Silva', locale: 'en-US', tz: 'Europe/Lisbon' }],
      channels: [{ id: 'C0GENERAL', name: 'general' }],
      onAppError: (error) => errors.push(error),
    })
    app = createGreeter({ ...secrets, slackApiUrl: slack.apiUrl })
    await app.start(port)
  })
  after(() => slack.stop())

  /** What the app does after it has acknowledged. */
  const until = (isDone: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!isDone()) return
        stop()
        resolve()
      }
      const stop = slack.workspace.onChange(check)
      check()
    })
  const home = () => JSON.stringify(slack.workspace.screen('U0ANA').home ?? null)
  const texts = () => slack.workspace.screen('U0ANA').messages.map(({ text }) => text)

  it('runs a plain Bolt app: commands, buttons and its Home tab', async () => {
    const { workspace } = slack
    assert.equal(await workspace.command('U0ANA', { channel: 'C0GENERAL', command: '/greet', text: 'Ren' }), undefined)
    assert.deepEqual(texts(), ['/greet Ren', 'Hello, Ren!'])
    const greeting = workspace.screen('U0ANA').messages.at(-1)
    const [, actions] = greeting?.blocks ?? []
    assert.ok(greeting && actions)
    const container = { message: { channel: greeting.channel, ts: greeting.ts } }
    const element = { blockId: actions.block_id ?? '', actionId: 'wave' }
    assert.equal(await workspace.act('U0ANA', container, element, { type: 'button' }), undefined)
    await until(() => texts().includes('<@U0ANA> waves back'))
    assert.equal(await workspace.openHome('U0ANA'), undefined)
    await until(() => home().includes('Welcome, <@U0ANA>'))
  })

  it('shows the workspace on a page, without a clock', async () => {
    assert.match(await (await fetch(slack.url)).text(), /page\.js/)
    const info: unknown = await (await fetch(`${slack.url}/workspace`)).json()
    assert.deepEqual(info, { name: 'Local workspace', people: ['U0ANA'], showsClock: false })
    const skip = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"ms":1}' }
    assert.equal((await fetch(`${slack.url}/do/skip`, skip)).status, 405)
  })

  it('says when no app answers', async () => {
    await app.stop()
    const notice = await slack.workspace.openHome('U0ANA')
    assert.equal(notice, 'app_home_opened: This app is not connected.')
    assert.match(String(errors.at(-1)), /No app answers at http:\/\/localhost/)
  })
})
