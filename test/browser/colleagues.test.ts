import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { textsFor } from '../../views/text/for-locale.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { pushBranch, pushFiles } from './push-files.ts'

/** A browser asks for an icon whenever it likes, and whoever asks for anything uses the site. */
const page = (title: string) => `<!doctype html><link rel="icon" href="data:,"><h1>${title}</h1>`

const tellings = [
  {
    locale: 'en',
    director: 'Nadia Klein',
    engineer: 'Tom Reyes',
    client: 'Aoyama Books',
    words: { message: 'Message', more: 'More actions', opened: /Aoyama Books: opened once/ },
  },
  {
    locale: 'ja',
    director: '中村 亜希',
    engineer: '中村 亜希',
    client: '青山書店',
    words: { message: 'メッセージ', more: 'その他の操作', opened: /青山書店: 1 回/ },
  },
] as const

for (const { locale, director, engineer, client, words } of tellings) {
  describe(`colleagues and a client, ${locale}`, function () {
    // One story: what comes later needs what came before.
    this.bail(true)
    const { phases, operations, createForm } = textsFor(locale)
    let context: PageContext
    let visitor: Page
    let link: string
    before(async () => {
      context = await openPageContext({ env: { LOCALE: locale } })
    })
    after(() => context.close())

    const act = async (person: string) => {
      await context.page.getByRole('radio', { name: person }).check()
      await context.page.getByRole('link', { name: 'spring-campaign' }).click()
    }
    const card = (text: string | RegExp) =>
      context.messages.getByRole('article').filter({ hasText: 'acme/website@' }).filter({ hasText: text }).last()
    const site = () => `http://plum.localhost:${context.main.sitesPort}`

    it('lets a director create a site and share it with a client, who needs no account and no password', async () => {
      await act(director)
      const box = context.page.getByLabel(words.message, { exact: true })
      await box.fill('/testsite new plum acme/website#main')
      await box.press('Enter')
      await context.dialog().getByRole('button', { name: createForm.submit }).click()
      await card(phases.ready).waitFor()
      await pushFiles(context, 'Plant a quince', {
        'public/index.html': page('Garden'),
        'public/plants/quince.html': page('Quinces'),
      })
      await card(phases.ready).getByRole('button', { name: operations.share.button }).click()
      const form = context.dialog()
      await form.getByLabel(operations.share.args.client.label).fill(client)
      await form.getByLabel(operations.share.args.path.label).fill('/plants/quince.html?from=mail')
      await form.getByRole('button', { name: operations.share.form.submit }).click()
      const answer = context.message('/_pokopoko/share/')
      await answer.waitFor()
      const text = await answer.innerText()
      link = /http:\/\/plum\.localhost:\d+\/_pokopoko\/share\/[\w-]{43}/.exec(text)?.[0] ?? assert.fail(text)
      assert.ok(text.includes(client))
      assert.doesNotMatch(text, /Slack/i)
    })

    it('wakes it for the client, and leads to the very page by an address that gives nothing away', async () => {
      await card(phases.ready).getByRole('button', { name: operations.sleep.button }).click()
      await card(phases.asleep).waitFor()
      visitor = await context.visitor()
      await visitor.goto(link)
      await visitor.getByRole('heading', { name: 'Quinces' }).waitFor()
      assert.equal(visitor.url(), `${site()}/plants/quince.html?from=mail`)
      assert.equal(await visitor.evaluate('document.referrer'), '')
      await card(phases.ready).filter({ hasText: words.opened }).waitFor()
    })

    it('serves the old page while an engineer changes branch and directory, and no request fails', async () => {
      await pushBranch(context, 'redesign', {
        'dist/index.html': page('New garden'),
        'dist/plants/quince.html': page('New quinces'),
      })
      await act(engineer)
      await card(phases.ready).getByRole('button', { name: words.more }).first().click()
      await context.page.getByRole('menuitem', { name: operations.settings.button }).click()
      const form = context.dialog()
      const { args } = operations.settings
      await form.getByRole('combobox', { name: args.branch.label }).fill('redesign')
      await form.getByRole('option', { name: 'redesign' }).click()
      await form.getByLabel(args['published-directory'].label).fill('dist')
      const seen = visitor.evaluate(async () => {
        const pages = new Map<string, number>()
        for (let text = ''; !text.includes('New quinces');) {
          const answer = await fetch('/plants/quince.html')
          text = await answer.text()
          const what = `${answer.status} ${/<h1>(.*)<\/h1>/.exec(text)?.[1] ?? ''}`
          pages.set(what, (pages.get(what) ?? 0) + 1)
        }
        return [...pages.keys()]
      })
      await form.getByRole('button', { name: operations.settings.form.submit }).click()
      assert.deepEqual(await seen, ['200 Quinces', '200 New quinces'])
      await card('redesign').waitFor()
    })

    it('lets nobody in by the link once it is revoked, also where it was opened before', async () => {
      const box = context.page.getByLabel(words.message, { exact: true })
      await box.fill(`/testsite revoke-share plum ${client}`)
      await box.press('Enter')
      await context.message(operations['revoke-share'].done({ site: 'plum', to: client })).waitFor()
      // The machine is told in a moment.
      const open = (address: string) =>
        visitor.goto(address).then(
          (answer) => answer?.status(),
          () => 401,
        )
      while ((await open(`${site()}/plants/quince.html`)) === 200);
      assert.notEqual(await open(link), 200)
    })
  })
}
