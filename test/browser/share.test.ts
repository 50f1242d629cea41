import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { createSite } from './create-site.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { pushFiles } from './push-files.ts'

/** A browser asks for an icon whenever it likes. */
const noIcon = '<link rel="icon" href="data:,">'

/** Is the password asked for? Without anybody to answer, the browser gives up. */
const isAsked = (page: Page, url: string) =>
  page.goto(url).then(
    () => false,
    (error: unknown) => String(error).includes('ERR_INVALID_AUTH_CREDENTIALS'),
  )

describe('a client without an account', () => {
  let context: PageContext
  before(async () => {
    context = await openPageContext()
    await createSite(context, 'plum')
    await pushFiles(context, 'Plant a quince', {
      'public/index.html': `${noIcon}<h1>Garden</h1>`,
      'public/plants/quince.html': `${noIcon}<h1>Quinces</h1>`,
    })
  })
  after(() => context.close())

  const card = () => context.messages.getByRole('article').filter({ hasText: 'acme/website@main' })
  const cardSays = (text: RegExp) => card().filter({ hasText: text }).waitFor()

  it('opens a page of a sleeping site by a link, once more without it, and not once it is revoked', async () => {
    await card().getByRole('button', { name: 'Share… plum' }).click()
    const dialog = context.dialog()
    await dialog.getByLabel('Client').fill('Aoyama Books')
    await dialog.getByLabel('Page to open').fill('/plants/quince.html?from=mail')
    await dialog.getByRole('button', { name: 'Make link' }).click()
    const message = context.message("Here's the message for Aoyama Books")
    const link = /http:\S+\/_pokopoko\/share\/[\w-]{43}/.exec(await message.innerText())?.[0] ?? assert.fail()
    await cardSays(/Aoyama Books: not opened yet/)
    await card().getByRole('button', { name: 'Sleep plum' }).click()
    await cardSays(/Asleep/)

    const client = await context.visitor()
    const asked: string[] = []
    client.on('request', (request) => asked.push(request.headers()['referer'] ?? ''))
    await client.goto(link)
    await client.getByRole('heading', { name: 'Quinces' }).waitFor()
    const { pathname, search } = new URL(client.url())
    assert.equal(`${pathname}${search}`, '/plants/quince.html?from=mail')
    assert.ok(asked.every((referrer) => !referrer.includes('/share/')))
    await cardSays(/Aoyama Books: opened once, last /)
    const [cookie] = await client.context().cookies()
    assert.deepEqual([cookie?.httpOnly, cookie?.secure, cookie?.sameSite], [true, true, 'Lax'])

    const home = new URL('/', link).href
    await client.goto(home)
    await client.getByRole('heading', { name: 'Garden' }).waitFor()
    assert.ok(await isAsked(await context.visitor(), home), 'others need the password')

    await context.send('/testsite revoke-share plum Aoyama Books')
    await context.message(/stops working/).waitFor()
    await card().filter({ hasNotText: 'Aoyama Books:' }).filter({ hasText: /Ready/ }).waitFor()
    assert.equal((await client.goto(link))?.status(), 404)
    while (!(await isAsked(client, home))) await client.waitForLoadState()
  })
})
