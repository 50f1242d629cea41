import assert from 'node:assert/strict'
import { type PageContext, openPageContext } from './page-context.ts'
import { createSite } from './create-site.ts'
import { pushFiles } from './push-files.ts'

/** What an image has in a browser; the types here know none. */
interface Shown {
  decode?: () => Promise<void>
  naturalWidth?: number
}

/** Once it's there. */
async function widthOf(shown: Shown): Promise<number | undefined> {
  await shown.decode?.()
  return shown.naturalWidth
}

describe('the picture of a start page', () => {
  let context: PageContext
  before(async () => {
    context = await openPageContext({ env: { PICTURES: 'true', CHROMIUM: process.env['CHROMIUM'] } })
  })
  after(() => context.close())

  it('is on the card, and before and after a deploy in its thread', async () => {
    await createSite(context, 'plum')
    const card = context.message(/Ready/)
    const image = card.getByRole('img', { name: /^Start page of plum at [0-9a-f]{7}$/ })
    await image.waitFor({ timeout: 60_000 })
    assert.equal(await image.evaluate(widthOf), 960)
    await pushFiles(context, 'Ripen the plums', { 'public/index.html': '<body style="background: purple">Plums' })
    await card.getByRole('link', { name: '2 replies' }).click({ timeout: 60_000 })
    const thread = context.page.getByRole('complementary').last()
    await thread.getByText('A deploy changed the start page').waitFor({ timeout: 60_000 })
    await thread.getByText(/^Before: /).waitFor()
    await thread.getByText(/^After: /).waitFor()
  })
})
