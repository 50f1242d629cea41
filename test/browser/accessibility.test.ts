import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { machinePages } from '../../tools/machine-pages.ts'
import { type GatewayPage, gatewayHtml } from '../../views/gateway.ts'
import { wakingStages } from '../../views/waking.ts'
import { gatewayLanguages } from '../../views/text/gateway.ts'
import { createSite } from './create-site.ts'
import { type PageContext, openPageContext } from './page-context.ts'

const WIDE = { width: 1280, height: 860 }
const NARROW = { width: 360, height: 740 }

/** What axe finds serious in what the page shows now, light and dark. */
async function seriousIn(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(
      'Promise.all(document.getAnimations().filter((a) => a.effect.getTiming().iterations !== Infinity).map((a) => a.finished))',
    )
    await page.evaluate(`window.axe ?? eval(${JSON.stringify(axe.source)})`)
    const { violations } = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })")
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      found.push(...nodes.map(({ html, failureSummary }) => `${colorScheme}: ${id}: ${html} ${failureSummary}`))
    }
  }
  return found
}

describe('axe finds nothing serious', () => {
  describe('on the workspace page', function () {
    this.timeout(600_000)
    let context: PageContext
    before(async () => {
      context = await openPageContext()
    })
    after(() => context.close())

    const check = async (state: string) => assert.deepEqual(await seriousIn(context.page), [], state)
    const escape = () => context.page.keyboard.press('Escape')

    it('in a blank channel, wide and narrow, with its sidebar', async () => {
      const { page } = context
      await page.getByRole('button', { name: 'Type /testsite' }).waitFor()
      await check('a blank channel')
      await page.setViewportSize(NARROW)
      await check('narrow')
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('region', { name: 'Clock' }).waitFor()
      await check('narrow, with its sidebar')
      await page.getByRole('link', { name: 'web-team' }).click()
      await page.setViewportSize(WIDE)
      await page.getByRole('link', { name: 'spring-campaign' }).click()
    })

    it('with completed commands, shortcuts, and a notice', async () => {
      const { page } = context
      const box = page.getByLabel('Message', { exact: true })
      await box.fill('/')
      await page.getByRole('listbox', { name: 'Commands' }).waitFor()
      await check('commands')
      await box.fill('')
      await page.getByRole('button', { name: 'Shortcuts' }).click()
      await page.getByRole('menuitem').first().waitFor()
      await check('shortcuts')
      await escape()
      await context.send('/unheard-of')
      await page.getByRole('alert').waitFor()
      await check('a notice')
      await page.getByRole('button', { name: 'Dismiss' }).click()
      await box.fill('')
    })

    it('in the create form: short, long, with choices, with mistakes, corrected', async () => {
      const form = context.dialog()
      await context.send('/testsite')
      await form.getByRole('heading', { name: 'Create test site' }).waitFor()
      await check('short')
      await form.getByRole('combobox', { name: 'Repository' }).fill('web')
      await form.getByRole('option').first().waitFor()
      await check('choices')
      await form.getByRole('option', { name: 'acme/website', exact: true }).click()
      await form.getByRole('button', { name: 'More options…' }).click()
      await form.getByLabel('Password for visitors').waitFor()
      await check('long')
      await form.getByRole('button', { name: 'Create' }).click()
      await form.getByText('Please complete').first().waitFor()
      await check('with mistakes')
      await form.getByLabel('Name', { exact: true }).fill('Spring Sale')
      await form.getByRole('button', { name: 'Create' }).click()
      await form.getByText('I changed this').waitFor()
      await check('corrected')
      await context.page.setViewportSize(NARROW)
      await check('narrow')
      await context.page.setViewportSize(WIDE)
      await escape()
    })

    it('with a site: its card, menu, confirmation, forms, and thread', async () => {
      const { page } = context
      await createSite(context, 'plum')
      const card = context.message(/Ready/)
      await check('a card')
      await card.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem').first().waitFor()
      await check('the menu')
      await escape()
      await card.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('alertdialog').waitFor()
      await check('a confirmation')
      await escape()
      for (const command of ['settings', 'extend', 'environment', 'hand-over']) {
        await context.send(`/testsite ${command} plum`)
        await context.dialog().waitFor()
        await check(command)
        await escape()
        await context.dialog().waitFor({ state: 'detached' })
      }
      await page
        .getByRole('link', { name: /^\d+ repl(y|ies)/ })
        .first()
        .click()
      await page.getByRole('link', { name: 'Close thread' }).waitFor()
      await check('a thread')
      await page.setViewportSize(NARROW)
      await check('a thread, narrow')
      await page.setViewportSize(WIDE)
      await page.getByRole('link', { name: 'Close thread' }).click()
    })

    it('in the lists, the help, the Home tab, and a direct message, in both languages', async () => {
      const { page } = context
      for (const command of ['list all', 'help', 'show plum']) await context.send(`/testsite ${command}`)
      await context.message(/User name/).waitFor()
      await check('lists and help')
      await context.message('All test sites').getByRole('button', { name: 'Select…' }).click()
      await context.dialog().getByRole('searchbox', { name: 'Filter options' }).waitFor()
      await check('a form that selects sites')
      await escape()
      for (const [who, home, messages, box] of [
        [/中村 亜希/, 'ホーム', 'メッセージ', 'メッセージ'],
        [/Nadia Klein/, 'Home', 'Messages', 'Message'],
      ] as const) {
        await page.getByRole('radio', { name: who }).check()
        await page.getByRole('link', { name: 'pokopoko' }).last().click()
        await page.getByRole('tab', { name: home }).waitFor()
        await check(home)
        await page.getByRole('tab', { name: messages }).click()
        await page.getByLabel(box, { exact: true }).fill('help')
        await page.getByLabel(box, { exact: true }).press('Enter')
        await page.getByRole('article').filter({ hasText: '/testsite' }).first().waitFor()
        await check(messages)
      }
      await page.getByRole('link', { name: 'spring-campaign' }).click()
    })

    it('in a channel with more messages than the page holds, in both languages', async () => {
      const { main, page } = context
      for (let index = 0; index < 120; index += 1) {
        await main.do('say', { as: 'U0TOM', channel: 'C0WEBTEAM', text: `Message ${index}` })
      }
      for (const [who, box, earlier] of [
        [/中村 亜希/, 'メッセージ', '以前のメッセージを表示'],
        [/Nadia Klein/, 'Message', 'Show earlier messages'],
      ] as const) {
        await page.getByRole('radio', { name: who }).check()
        // Until then, the links are the other person's.
        await page.getByLabel(box, { exact: true }).waitFor()
        await page.getByRole('link', { name: 'web-team' }).click()
        await page.getByRole('button', { name: earlier }).focus()
        await check(earlier)
      }
      await page.getByRole('link', { name: 'spring-campaign' }).click()
    })

    it('while the clock skips, and where its button does not run into its value', async () => {
      const { page } = context
      for (const [who, clock, next] of [
        [/中村 亜希/, '時計', /次の予定まで進める/],
        [/Nadia Klein/, 'Clock', /To next event/],
      ] as const) {
        await page.getByRole('radio', { name: who }).check()
        const button = page.getByRole('region', { name: clock }).getByRole('button', { name: next })
        const label = await boxOf(button.locator('span'))
        const value = await boxOf(button.locator('small'))
        const isBeside = label.x + label.width + 8 <= value.x
        const isAbove = label.y + label.height <= value.y + 1
        assert.ok(isBeside || isAbove, `${JSON.stringify(label)} ${JSON.stringify(value)}`)
        const whole = await boxOf(button)
        for (const part of [label, value])
          assert.ok(part.x >= whole.x && part.x + part.width <= whole.x + whole.width, 'it stays inside')
      }
      let release = () => {}
      const held = new Promise<void>((resolve) => (release = resolve))
      await page.route(/skipToNext/, async (route) => {
        await held
        await route.continue()
      })
      const done = page.waitForResponse(/skipToNext/)
      done.catch(() => {})
      await page.getByRole('button', { name: /To next event/ }).click()
      await page.getByRole('progressbar', { name: 'Skipping…' }).waitFor()
      await check('while it skips')
      release()
      await done
    })
  })

  describe('on the pages for visitors', function () {
    this.timeout(600_000)
    let context: PageContext
    before(async () => {
      context = await openPageContext()
    })
    after(() => context.close())

    const pages: { [K in GatewayPage['kind']]: Extract<GatewayPage, { kind: K }>[] } = {
      home: [{ kind: 'home' }],
      unknown: [{ kind: 'unknown' }],
      preparing: wakingStages.map((stage) => ({ kind: 'preparing', stage, usuallyMs: MINUTE_MS })),
      asleep: [
        { kind: 'asleep' },
        { kind: 'asleep', refusal: 'no-password' },
        { kind: 'asleep', refusal: 'wrong-password' },
      ],
      archived: [{ kind: 'archived' }, { kind: 'archived', restorableUntil: HOUR_MS }],
      failed: [{ kind: 'failed' }],
      unreachable: [{ kind: 'unreachable' }],
      slow: [{ kind: 'slow' }],
      down: [{ kind: 'down' }],
      password: [{ kind: 'password' }],
      tooLarge: [{ kind: 'tooLarge' }],
      guessing: [{ kind: 'guessing' }],
      linkEnded: [{ kind: 'linkEnded' }],
    }

    for (const language of gatewayLanguages) {
      it(`that the gateway shows, ${language}`, async () => {
        const visitor = await context.visitor()
        for (const page of Object.values(pages).flat()) {
          const reader = { host: 'plum.test.example.com', language, timeZone: 'UTC', back: '/' }
          await visitor.setContent(gatewayHtml(page, reader))
          assert.deepEqual(await seriousIn(visitor), [], JSON.stringify(page))
        }
        await visitor.close()
      })
    }

    it('that a machine shows', async () => {
      const visitor = await context.visitor()
      for (const path of Object.keys(machinePages).filter((name) => name.endsWith('.html'))) {
        await visitor.setContent(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))
        assert.deepEqual(await seriousIn(visitor), [], path)
      }
      await visitor.close()
    })
  })
})

async function boxOf(locator: ReturnType<Page['locator']>) {
  return (await locator.boundingBox()) ?? assert.fail('not shown')
}
