import assert from 'node:assert/strict'
import { createSite } from './create-site.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { pushFiles } from './push-files.ts'

describe('a site, from the form to the purge', function () {
  // One story: what comes later needs what came before.
  this.bail(true)
  let context: PageContext
  before(async () => {
    context = await openPageContext()
  })
  after(() => context.close())

  let password = ''
  const site = () => `http://plum.localhost:${context.main.sitesPort}/`
  const card = (says: RegExp) =>
    context.messages.getByRole('article').filter({ hasText: 'acme/website@main' }).filter({ hasText: says })

  it('is created with a form, and gets ready', async () => {
    password = await createSite(context, 'plum')
  })

  it('opens with the password alone', async () => {
    assert.equal((await context.visit(site())).status, 401)
    assert.equal((await context.visit(site(), { username: 'guest', password: 'guessed' })).status, 401)
    const { status, text } = await context.visit(site(), { username: 'guest', password })
    assert.equal(status, 200)
    assert.match(text, /Acme/)
  })

  it('shows what is pushed, and the card the commit', async () => {
    await pushFiles(context, 'Ripen the plums', { 'public/index.html': '<h1>Plums are ripe</h1>' })
    assert.match((await context.visit(site(), { username: 'guest', password })).text, /Plums are ripe/)
  })

  it('warns before its end, and extends with a click', async () => {
    await skipToNext(context, /will be archived/)
    const warning = context.message('will be archived')
    await warning.getByRole('button', { name: 'Extend 7 days' }).click()
    await context.messages.getByRole('button', { name: 'Extend 7 days' }).waitFor({ state: 'detached' })
    const warnings = context.messages.getByRole('article').filter({ hasText: 'will be archived' })
    await warnings.first().waitFor({ state: 'detached' })
    await context.message(/✅ plum: @Nadia Klein extended/).waitFor()
  })

  it('is archived at its end and restored with a click', async () => {
    await skipToNext(context, /will be archived/)
    // A week covers any weekend between the warning and the end.
    await skip(context, '3 days')
    await skip(context, '3 days')
    await skip(context, '1 day')
    await card(/Archived/).waitFor()
    assert.equal((await context.visit(site())).status, 410)
    await card(/Archived/)
      .getByRole('button', { name: 'Restore' })
      .click()
    await card(/Ready/).waitFor()
    const { text } = await context.visit(site(), { username: 'guest', password })
    assert.match(text, /Plums are ripe/)
  })

  it('is deleted after a question, and purged a month later', async () => {
    await card(/Ready/).getByRole('button', { name: 'Delete' }).click()
    const question = context.page.getByRole('alertdialog')
    assert.match(await question.innerText(), /restore it/)
    await question.getByRole('button', { name: 'Delete' }).click()
    await card(/Archived/).waitFor()
    await skipToNext(context, /permanently deleted/)
    await skip(context, '3 days')
    await context.message(/plum.*deleted/i).waitFor()
    assert.equal((await context.visit(site())).status, 404)
  })
})

async function skip({ page }: PageContext, span: string): Promise<void> {
  const done = page.waitForResponse(/\/do\/skip$/)
  await page.getByRole('group', { name: 'Skip' }).getByRole('button', { name: span }).click()
  await done
}

/** Skips from event to event until the channel shows that. */
async function skipToNext({ page, messages }: PageContext, text: RegExp): Promise<void> {
  const shown = messages.getByRole('article').filter({ hasText: text })
  for (let event = 0; event < 20; event++) {
    if ((await shown.count()) > 0) return
    const done = page.waitForResponse(/skipToNext/)
    await page.getByRole('button', { name: /To next event/ }).click()
    await done
  }
  throw new Error(`${String(text)} never came`)
}
