import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { createSite } from './create-site.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { answerPasswordPrompts } from './password-prompts.ts'
import { pushFiles } from './push-files.ts'

/** "日本" in Shift_JIS. */
const SHIFT_JIS = Buffer.from([0x93, 0xfa, 0x96, 0x7b])

const page = (version: string) => `<!doctype html><meta charset="utf-8"><title>Plums</title>
<link rel="stylesheet" href="style.css"><link rel="manifest" href="app.webmanifest">
<h1>${version}</h1><a href="/">Home</a>`
const files = {
  'public/index.html': page('Before'),
  'public/style.css': 'h1 { color: rgb(1, 1, 1) }',
  'public/with-manifest.html': '<link rel="manifest" href="app.webmanifest" crossorigin="use-credentials">',
  'public/app.webmanifest': '{"name":"Plums"}',
  'public/data.json': '{"plums":3}',
  'public/old.html': Buffer.concat([Buffer.from('<meta charset="Shift_JIS"><title>x</title><p>'), SHIFT_JIS]),
}

describe('what visitors of a site see', function () {
  // Each is about the same site.
  this.bail(true)
  let context: PageContext
  let password: string
  let visitor: Page
  const site = () => `http://plum.localhost:${context.main.sitesPort}`
  /** Not with Playwright's own credentials, which turn the browser's cache off. */
  const bookmark = () => `http://guest:${password}@plum.localhost:${context.main.sitesPort}/`
  before(async () => {
    context = await openPageContext()
    password = await createSite(context, 'plum')
    await pushFiles(context, 'Plant a plum tree', files)
    visitor = await context.visitor()
    await visitor.goto(bookmark())
  })
  after(() => context.close())

  const heading = () => visitor.getByRole('heading')
  const colour = () => visitor.evaluate(`getComputedStyle(document.querySelector('h1')).color`)

  it('a page in Shift_JIS, as it says', async () => {
    await visitor.goto(`${site()}/old.html`)
    assert.equal(await visitor.evaluate('document.characterSet'), 'Shift_JIS')
    assert.equal(await visitor.locator('p').innerText(), '日本')
  })

  it('what was pushed, at once: by a link, in a new tab, and by the address', async () => {
    await visitor.goto(`${site()}/`)
    assert.deepEqual([await heading().innerText(), await colour()], ['Before', 'rgb(1, 1, 1)'])
    await pushFiles(context, 'Ripen the plums', {
      'public/index.html': page('After'),
      'public/style.css': 'h1 { color: rgb(2, 2, 2) }',
    })
    await visitor.getByRole('link', { name: 'Home' }).click()
    await heading().filter({ hasText: 'After' }).waitFor()
    // The heading is there before its style.
    await visitor.waitForLoadState()
    assert.equal(await colour(), 'rgb(2, 2, 2)')
    const tab = await visitor.context().newPage()
    await tab.goto(`${site()}/`)
    assert.equal(await tab.getByRole('heading').innerText(), 'After')
    await tab.close()
  })

  /** Runs in the page. */
  const ask = (url: string, headers: Record<string, string> = {}) =>
    visitor.evaluate(
      async ([address, sent]) => {
        const answer = await fetch(address, { headers: sent, signal: AbortSignal.timeout(60_000) }).catch(String)
        return typeof answer === 'string' ? answer : [answer.status, await answer.text()]
      },
      [url, headers] as const,
    )

  it('what a page fetches with an Authorization of its own', async () => {
    assert.deepEqual(await ask('/data.json', { authorization: 'Bearer of-its-own' }), [200, '{"plums":3}'])
    assert.deepEqual(await ask('/data.json'), [200, '{"plums":3}'])
  })

  it('no question where such a fetch has no session, and the page goes on', async () => {
    const cookies = await visitor.context().cookies()
    assert.deepEqual(
      cookies.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite })),
      [{ name: '__Host-testsite', httpOnly: true, secure: true, sameSite: 'Lax' }],
    )
    await visitor.context().clearCookies()
    for (const authorization of ['Bearer of-its-own', 'Bearer another']) {
      const [status] = await ask('/data.json', { authorization })
      assert.equal(status, 401)
    }
    await visitor.goto(bookmark())
    // A page whose own address has a password can fetch nothing.
    await visitor.goto(`${site()}/`)
    assert.deepEqual(await ask('/data.json', { authorization: 'Bearer of-its-own' }), [200, '{"plums":3}'])
  })

  it('an error at once where nobody answers a preflight, and the site goes on', async () => {
    await visitor.goto('about:blank')
    const answer = await ask(`${site()}/data.json`, { authorization: 'Bearer of-its-own' })
    assert.match(String(answer), /TypeError: Failed to fetch/)
    await visitor.goto(`${site()}/`)
    assert.deepEqual(await ask('/data.json'), [200, '{"plums":3}'])
  })

  it('the manifest, if its link asks for credentials, and else no question for the password', async () => {
    const session = await visitor.context().newCDPSession(visitor)
    const prompts = await answerPasswordPrompts(visitor)
    const manifest = async (path: string) => {
      await visitor.goto(`${site()}${path}`)
      return (await session.send('Page.getAppManifest')).data
    }
    assert.equal(await manifest('/with-manifest.html'), '{"name":"Plums"}')
    assert.equal(await manifest('/'), '')
    assert.deepEqual(await ask('/data.json'), [200, '{"plums":3}'])
    assert.equal(prompts.asked(), 0)
  })

  it('one question for the password in all, in a browser that knows none', async () => {
    const other = await context.visitor()
    const prompts = await answerPasswordPrompts(other)
    prompts.answerWith({ username: 'guest', password })
    await other.goto(`${site()}/`)
    await other.goto(`${site()}/old.html`)
    await other.goto(`${site()}/?again`)
    assert.equal(prompts.asked(), 1)
    await other.close()
  })
})
