import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'
import { createServer } from 'node:http'
import { createSlackWorkspace, createWorkspaceServer } from '@pokopoko/slack-emulator'
import { close, listen } from '../../src/local/listen.ts'
import { BROWSER_ARGS } from './browser-args.ts'
import { createSite } from './create-site.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { pushFiles } from './push-files.ts'

const COUNT = 250

describe('a page with many messages', () => {
  let context: PageContext
  before(async () => {
    context = await openPageContext()
    for (let index = 0; index < COUNT; index += 1) await say(`Message ${index}.`)
    await context.message(`Message ${COUNT - 1}.`).waitFor()
  })
  after(() => context.close())

  const say = (text: string, threadTs?: string) =>
    context.main.do('say', { as: 'U0TOM', channel: 'C0SPRING', text, ...(threadTs !== undefined && { threadTs }) })
  const articles = () => context.messages.getByRole('article')
  const earlier = () => context.page.getByRole('button', { name: 'Show earlier messages' })
  const beginning = () => context.page.getByText('This is the very beginning of #spring-campaign')

  it('holds the newest alone, while nobody looks for those before', async () => {
    assert.ok((await articles().count()) <= 200)
    await context.page.reload()
    await context.message(`Message ${COUNT - 1}.`).waitFor()
    assert.equal(await articles().count(), 100)
    assert.equal(await beginning().isVisible(), false)
  })

  it('shows those before by a button, and keeps the focus and where it was read', async () => {
    await earlier().focus()
    const top = context.message(`Message ${COUNT - 95}.`)
    const before = await top.boundingBox()
    await context.page.keyboard.press('Enter')
    await context.message(`Message ${COUNT - 200}.`).waitFor()
    assert.equal(await context.messages.getAttribute('aria-live'), 'off', 'screen readers read no old messages out')
    assert.ok(Math.abs(((await top.boundingBox())?.y ?? 0) - (before?.y ?? 0)) < 2)
    await earlier().and(context.page.locator(':focus')).waitFor()
    await context.page.locator('[role=log]:not([aria-live])').waitFor()
    await context.page.keyboard.press('Enter')
    await context.message('Message 0.').waitFor()
    await earlier().waitFor({ state: 'detached' })
    await context.messages.and(context.page.locator(':focus')).waitFor()
    assert.equal(await articles().count(), COUNT)
  })

  it('leaves them where they are read while new ones come', async () => {
    await context.message('Message 100.').scrollIntoViewIfNeeded()
    const before = await context.message('Message 100.').boundingBox()
    await say('One more.')
    await context.message('One more.').waitFor()
    assert.deepEqual(await context.message('Message 100.').boundingBox(), before)
  })

  it('shows them when it is scrolled up', async () => {
    await context.page.reload()
    await context.message('One more.').waitFor()
    await context.message('One more.').hover()
    while ((await articles().count()) < COUNT) await context.page.mouse.wheel(0, -4000)
    await context.page.mouse.wheel(0, -100_000)
    await beginning().waitFor()
  })

  it('opens the thread of one that it does not hold, by its address', async () => {
    const { messages } = await context.main.screen('U0NADIA')
    const ts = messages.find(({ text }) => text === 'Message 3.')?.ts ?? assert.fail()
    await say('A reply.', ts)
    await context.page.goto(`${context.main.url}/#/U0NADIA/C0SPRING/${ts}`)
    await context.page.reload()
    const thread = context.page.getByRole('complementary', { name: 'Thread' })
    await thread.getByText('Message 3.').waitFor()
    await thread.getByText('A reply.').waitFor()
    assert.equal(await context.message('Message 3.').count(), 0)
    await context.page.getByRole('link', { name: 'Close thread' }).click()
  })
})

describe('what changes on the page', () => {
  let context: PageContext
  before(async () => {
    context = await openPageContext()
    await createSite(context, 'plum')
  })
  after(() => context.close())

  const say = (text: string) => context.main.do('say', { as: 'U0TOM', channel: 'C0SPRING', text })

  it("leaves a card's menu open, with its focus", async () => {
    const card = context.message(/Ready/)
    await card.getByRole('button', { name: 'More actions' }).click()
    const items = context.page.getByRole('menuitem')
    const focused = (index: number) => items.nth(index).and(context.page.locator(':focus'))
    await focused(0).waitFor()
    await context.page.keyboard.press('ArrowDown')
    await focused(1).waitFor()
    const select = await card.getByRole('combobox').elementHandle()
    await pushFiles(context, 'Ripen the plums', { 'public/index.html': 'Ripe' })
    assert.equal(await focused(1).count(), 1)
    assert.equal(await select?.isVisible(), true, 'its list can be open, too')
    await focused(1).press('Enter')
    await context.dialog().getByText('plum').first().waitFor()
    await context.page.keyboard.press('Escape')
  })

  it('comes whole to a page that has missed something', async () => {
    const { page } = context
    // What the next event tells is lost on the way.
    await page.addInitScript(`
      const { addEventListener } = EventSource.prototype
      EventSource.prototype.addEventListener = function (name, listener) {
        addEventListener.call(this, name, (event) => {
          if (name === 'update' && window.loses) window.loses = false
          else listener(event)
        })
      }`)
    await page.reload()
    await context.message(/Ready/).waitFor()
    await page.evaluate('window.loses = true')
    await say('Lost.')
    await page.waitForFunction('window.loses === false')
    assert.equal(await context.message('Lost.').count(), 0)
    await say('Found.')
    await context.message('Found.').waitFor()
    await context.message('Lost.').waitFor()
  })
})

describe('a page whose connection broke', () => {
  it('gets what it lacks, and asks for nothing else', async () => {
    const workspace = createSlackWorkspace({
      signingSecret: 'secret',
      botToken: 'token',
      manifest: { features: { bot_user: { display_name: 'helper' } }, oauth_config: { scopes: { bot: [] } } },
      people: ['U1', 'U2'].map((id) => ({ id, name: id, realName: id, locale: 'en-US', tz: 'UTC' })),
      channels: [{ id: 'C1', name: 'general' }],
      baseUrl: () => '',
    })
    const server = createServer(await createWorkspaceServer({ workspace, people: ['U1', 'U2'], onError: assert.fail }))
    const port = await listen(server)
    const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '', args: BROWSER_ARGS })
    try {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${port}/#/U2/C1`)
      await workspace.say('U1', { channel: 'C1', text: 'Before.' })
      const article = page.getByRole('article')
      const kept = await article.filter({ hasText: 'Before.' }).elementHandle()
      const again = page.waitForRequest(/\/events/)
      server.closeAllConnections()
      await workspace.say('U1', { channel: 'C1', text: 'Meanwhile.' })
      const position = (await (await again).allHeaders())['last-event-id'] ?? ''
      await article.filter({ hasText: 'Meanwhile.' }).waitFor()
      assert.equal(workspace.changeSince('U2', position)?.messages?.length, 1)
      assert.equal(await kept?.isVisible(), true)
    } finally {
      await browser.close()
      await close(server)
    }
  })
})
