import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { type PageContext, openPageContext } from './page-context.ts'

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
    await context.send('/testsite')
    const form = context.dialog()
    await form.getByLabel('Name', { exact: true }).fill('plum')
    await pick(context, 'Repository', 'website', 'acme/website')
    // The default branch comes with the repository.
    await hasValue(form.getByRole('combobox', { name: 'Branch' }), 'main')
    await form.getByRole('button', { name: 'Create' }).click()
    await card(/Ready/).waitFor()
    const shown = await context.message('Only visible to you').innerText()
    password = /Password: ([a-z0-9-]+)/.exec(shown)?.[1] ?? ''
    assert.match(password, /^[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}$/)
  })

  it('opens with the password alone', async () => {
    assert.equal((await context.visit(site())).status, 401)
    assert.equal((await context.visit(site(), { username: 'guest', password: 'guessed' })).status, 401)
    const { status, text } = await context.visit(site(), { username: 'guest', password })
    assert.equal(status, 200)
    assert.match(text, /Acme/)
  })

  it('shows what is pushed, and the card the commit', async () => {
    const directory = await makeTemporaryDirectory()
    const clone = join(directory.path, 'website')
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Tom', '-c', 'user.email=tom@example.com', ...args], { stdio: 'pipe' })
    git('clone', '-q', `${context.main.url}/git/acme/website.git`, clone)
    writeFileSync(join(clone, 'public', 'index.html'), '<h1>Plums are ripe</h1>')
    git('-C', clone, 'commit', '-qam', 'Ripen the plums')
    git('-C', clone, 'push', '-q')
    await card(/Ripen the plums/).waitFor()
    assert.match((await context.visit(site(), { username: 'guest', password })).text, /Plums are ripe/)
    await directory.remove()
  })

  it('warns before its end, and extends with a click', async () => {
    await skipToNext(context, /will be archived/)
    const warning = context.message('will be archived')
    await warning.getByRole('button', { name: 'Extend 7 days' }).click()
    await context.messages.getByRole('button', { name: 'Extend 7 days' }).waitFor({ state: 'detached' })
    assert.equal(await context.messages.getByRole('article').filter({ hasText: 'will be archived' }).count(), 0)
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

/** Types into a type-ahead and takes that option. */
async function pick({ dialog }: PageContext, label: string, query: string, option: string): Promise<void> {
  await dialog().getByRole('combobox', { name: label }).fill(query)
  await dialog().getByRole('option', { name: option, exact: true }).click()
}

async function hasValue(input: Locator, value: string): Promise<void> {
  for (let reconcile = 0; reconcile < 100 && (await input.inputValue()) !== value; reconcile++)
    await input.page().waitForTimeout(50)
  assert.equal(await input.inputValue(), value)
}

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
