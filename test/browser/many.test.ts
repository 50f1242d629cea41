import { type PageContext, openPageContext } from './page-context.ts'

const COUNT = 30

describe('one action for several sites, on the workspace page', function () {
  this.timeout(600_000)
  let context: PageContext
  before(async () => {
    context = await openPageContext({ env: { MAX_SITES_PER_PERSON: String(COUNT) } })
    const { main } = context
    for (let index = 0; index < COUNT; index += 1) {
      const text = `create site-${index} acme/website#main`
      await main.do('command', { as: 'U0NADIA', channel: 'C0SPRING', command: '/testsite', text })
      const { modals } = await main.screen('U0NADIA')
      await main.do('submit', { as: 'U0NADIA', viewId: modals.at(-1)?.id, state: {} })
    }
  })
  after(() => context.close())

  it("extends 30 of a colleague's sites by one modal, in Japanese and with the keyboard", async () => {
    const { page } = context
    await page.getByRole('radio', { name: /中村 亜希/ }).check()
    await page.getByRole('link', { name: 'spring-campaign' }).click()
    const box = page.getByLabel('メッセージ', { exact: true })
    await box.fill('/testsite list acme/website')
    await box.press('Enter')
    await context.message('すべてのテストサイト').getByRole('button', { name: '選択…' }).click()
    const form = context.dialog()
    const sites = form.getByRole('group', { name: 'サイト' })
    await sites.getByText(`${COUNT} 件を選択中`).waitFor()
    const filter = sites.getByRole('searchbox', { name: '選択肢を絞り込む' })
    await filter.fill('site-12')
    await sites.getByRole('checkbox').nth(1).waitFor({ state: 'detached' })
    await filter.press('ArrowDown')
    await page.keyboard.press('Space')
    await sites.getByText(`${COUNT - 1} 件を選択中`).waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowUp')
    // It narrows the list down, and doesn't send the form.
    await page.keyboard.press('Enter')
    await sites.getByText(`${COUNT} 件を選択中`).waitFor()
    await form.getByLabel('操作').selectOption('7 日延長')
    await form.getByRole('button', { name: '実行' }).click()
    await context.message(`${COUNT} 件中 ${COUNT} 件を受け付けました`).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('radio', { name: /Nadia Klein/ }).check()
    await page.getByRole('link', { name: 'pokopoko' }).last().click()
    await page.getByText(`${COUNT} sites: ${COUNT} up`).waitFor()
    await page.getByRole('button', { name: 'Show 20 more' }).click()
    await page
      .getByRole('link', { name: /Open site-/ })
      .nth(COUNT - 1)
      .waitFor()
  })

  it('names the sites before it deletes them', async () => {
    const { page } = context
    await page.getByRole('link', { name: 'spring-campaign' }).click()
    await context.send('/testsite list site-2')
    await context.message('All test sites').getByRole('button', { name: 'Select…' }).click()
    await context.dialog().getByLabel('What to do with them').selectOption('Delete')
    await context.dialog().getByRole('button', { name: 'Apply' }).click()
    const ask = context.dialog()
    await ask.getByText('Delete these 11 sites?').waitFor()
    await ask.getByRole('checkbox', { name: 'site-2', exact: true }).uncheck()
    await ask.getByRole('button', { name: 'Delete' }).click()
    await context.message('done for 10 of 10').waitFor()
  })
})
