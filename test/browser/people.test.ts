import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { hasValue } from './has-value.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { answerPasswordPrompts } from './password-prompts.ts'

describe('the workspace page', () => {
  let context: PageContext
  before(async () => {
    context = await openPageContext()
  })
  after(() => context.close())

  it('shows every mistake at its own field and keeps what was typed', async () => {
    const invitation = context.page.getByRole('button', { name: 'Type /testsite' })
    await invitation.click()
    await context.page.keyboard.press('Enter')
    const form = context.dialog()
    await form.getByLabel('Name', { exact: true }).fill('Spring Sale')
    assert.equal(await form.getByLabel('Size').count(), 0)
    await form.getByRole('button', { name: 'More options…' }).click()
    await form
      .locator(':focus')
      .and(form.getByLabel('Name', { exact: true }))
      .waitFor()
    await form.getByLabel('Password for visitors').fill('short')
    await form.getByLabel('Published directory').fill('../secrets')
    await form.getByRole('button', { name: 'Create' }).click()
    // What is required and empty, Slack itself asks for.
    await form.getByText('Please complete this required field.').first().waitFor()
    await form.getByRole('combobox', { name: 'Repository' }).fill('website')
    await form.getByRole('option', { name: 'acme/website' }).click()
    await hasValue(context.dialog().getByRole('combobox', { name: 'Branch' }), 'main')
    await form.getByRole('button', { name: 'Create' }).click()
    await form.getByText('How about spring-sale?').waitFor()
    await form.getByText('Use at least 8 characters').waitFor()
    await form.getByText('Enter a directory in the repository').waitFor()
    assert.equal(await form.getByLabel('Name', { exact: true }).inputValue(), 'Spring Sale')
    const described = await form.getByLabel('Name', { exact: true }).getAttribute('aria-describedby')
    assert.ok(described, 'the error is tied to its field')
    await form.getByLabel('Password for visitors').fill('long enough for me')
    await form.getByLabel('Published directory').fill('public')
    await form.getByRole('button', { name: 'Create' }).click()
    await form.getByText('I changed this to a valid name').waitFor()
    await hasValue(form.getByLabel('Name', { exact: true }), 'spring-sale')
    await form.getByRole('button', { name: 'Create' }).click()
    await context.message(/Ready/).waitFor()
    await invitation.waitFor({ state: 'hidden' })
    const url = `http://spring-sale.localhost:${context.main.sitesPort}/`
    assert.equal((await context.visit(url, { username: 'guest', password: 'long enough for me' })).status, 200)
  })

  it('says no to a name that is taken', async () => {
    await context.send('/testsite new spring-sale acme/website#main')
    await context.dialog().getByRole('button', { name: 'Create' }).click()
    await context
      .dialog()
      .getByText(/already a site named .*spring-sale/)
      .waitFor()
    await context.dialog().getByRole('button', { name: 'Cancel' }).click()
  })

  it('lets a visitor with the password wake a sleeping site, who gives it once, and comes back to where they were', async () => {
    await context.message(/Ready/).getByRole('button', { name: 'Sleep' }).click()
    await context.message(/Asleep/).waitFor()
    const url = `http://spring-sale.localhost:${context.main.sitesPort}/?from=mail&item=7`
    assert.equal((await context.visit(url)).status, 503)
    const visitor = await context.visitor()
    const prompts = await answerPasswordPrompts(visitor)
    await visitor.goto(url)
    const wake = visitor.getByRole('button', { name: 'Wake' })
    await wake.click()
    await visitor.getByRole('alert').filter({ hasText: 'enter its user name' }).waitFor()
    assert.equal(prompts.asked(), 1, 'and nothing was typed')
    prompts.answerWith({ username: 'guest', password: 'wrong' })
    await wake.click()
    await visitor.getByRole('alert').filter({ hasText: 'is wrong' }).waitFor()
    assert.equal(prompts.asked(), 3, 'it was wrong, so that it is asked for again')
    prompts.answerWith({ username: 'guest', password: 'long enough for me' })
    await wake.click()
    await context.message(/Ready/).waitFor()
    await visitor.getByText('Acme').first().waitFor()
    assert.equal(visitor.url(), url)
    assert.equal(prompts.asked(), 4, 'the machine asks for nothing more')
    await context.message(/Ready/).getByRole('button', { name: 'Sleep' }).click()
    await context.message(/Asleep/).waitFor()
    await visitor.goto(url)
    await visitor.getByText('Acme').first().waitFor()
    assert.deepEqual([visitor.url(), prompts.asked()], [url, 4], 'its cookie wakes the site')
    await context.message(/Ready/).waitFor()
    await visitor.close()
  })

  it('speaks Japanese to a Japanese viewContext, and English in the channel', async () => {
    await context.page.getByRole('radio', { name: /中村 亜希/ }).check()
    const box = context.page.getByLabel('メッセージ', { exact: true })
    await box.fill('/testsite 延長 spring-sail')
    await box.press('Enter')
    await context.page
      .getByRole('article')
      .filter({ hasText: /spring-sale.*(でしょうか|ですか)/s })
      .last()
      .waitFor()
    await box.fill('/testsite new')
    await box.press('Enter')
    await context.dialog().getByRole('heading', { name: 'テストサイトを作成' }).waitFor()
    await context.dialog().getByLabel('サイト名', { exact: true }).fill('日本語')
    await context.dialog().getByRole('button', { name: '作成' }).click()
    await context.dialog().getByText('半角').first().waitFor()
    await context.page.keyboard.press('Escape')
    await context.message(/Ready/).waitFor()
    await context.page.getByRole('radio', { name: /Nadia Klein/ }).check()
    await context.page.getByLabel('Message', { exact: true }).waitFor()
  })

  it('can be used with the keyboard alone', async () => {
    const { keyboard } = context.page
    await context.page.getByLabel('Message', { exact: true }).focus()
    await keyboard.type('/test')
    await keyboard.press('Enter')
    await keyboard.type('new keys')
    await keyboard.press('Enter')
    await context.dialog().getByRole('heading', { name: 'Create test site' }).waitFor()
    await focusOn(context, context.dialog().getByRole('combobox', { name: 'Repository' }))
    await keyboard.press('Control+A')
    await keyboard.type('shop')
    await context.dialog().getByRole('option', { name: 'acme/shop-api' }).waitFor()
    await keyboard.press('Enter')
    await hasValue(context.dialog().getByRole('combobox', { name: 'Branch' }), 'main')
    await focusOn(context, context.dialog().getByRole('button', { name: 'Create' }))
    await keyboard.press('Enter')
    const card = context.message(/acme\/shop-api@main/)
    await card.filter({ hasText: /Ready/ }).waitFor()
    await focusOn(context, card.getByRole('button', { name: 'Sleep' }))
    await keyboard.press('Enter')
    await card.filter({ hasText: /Asleep/ }).waitFor()
  })

  it("shows a site's card in short below a message with its address, with buttons that work", async () => {
    await context.send(`Have a look: http://keys.localhost:${context.main.sitesPort}/`)
    const unfurl = context.message('Have a look').locator('.unfurl')
    await unfurl.getByText('acme/shop-api@main').waitFor()
    await unfurl.getByRole('button', { name: 'Wake' }).click()
    await context
      .message(/Ready/)
      .filter({ hasText: /acme\/shop-api@main/ })
      .waitFor()
  })
})

/** Goes there with the Tab key, as far as it takes. */
async function focusOn({ page }: PageContext, wanted: Locator): Promise<void> {
  const reached = page.locator(':focus').and(wanted)
  for (let press = 0; press < 120; press++) {
    await page.keyboard.press('Tab')
    if ((await reached.count()) > 0) return
  }
  throw new Error(`The Tab key never comes to ${String(wanted)}`)
}
