import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { Page } from 'playwright-core'
import { close, listen } from '../../src/local/listen.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { gatewayHtml } from '../../views/gateway.ts'
import { createSite } from './create-site.ts'
import { type PageContext, openPageContext } from './page-context.ts'
import { pushFiles } from './push-files.ts'

/** A browser asks for an icon whenever it likes, and whoever asks for anything uses the site. */
const noIcon = '<link rel="icon" href="data:,">'

/** Waits until the site's card says that. */
const cardSays = (context: PageContext, text: RegExp) =>
  context.messages.getByRole('article').filter({ hasText: 'acme/website@main' }).filter({ hasText: text }).waitFor()

const bookmark = ({ main }: PageContext, password: string, path = '/') =>
  `http://guest:${password}@plum.localhost:${main.sitesPort}${path}`

/** The clock of this `npm start`, which only goes on. */
function clockOf({ main }: PageContext) {
  let skippedMs = 0
  const skip = async (ms: number) => {
    await main.do('skip', { ms })
    skippedMs += ms
  }
  const now = () => Date.now() + skippedMs
  /** That moment, however far it is. */
  const skipTo = async (at: number) => {
    for (const farthest = 300 * 24 * HOUR_MS; at > now();) await skip(Math.min(Math.ceil(at - now()), farthest))
  }
  return { skip, now, skipTo }
}

describe('a site that nobody looks at', function () {
  // One story: what comes later needs what came before.
  this.bail(true)
  let context: PageContext
  let visitor: Page
  let skip: (ms: number) => Promise<void>
  const deepLink = () => `http://plum.localhost:${context.main.sitesPort}/plants/quince.html?from=mail&item=7#care`
  before(async () => {
    context = await openPageContext({ env: { IDLE_HOURS: '2' }, keepsPages: true })
    skip = clockOf(context).skip
    const password = await createSite(context, 'plum')
    await pushFiles(context, 'Plant a quince', {
      'public/index.html': `${noIcon}<h1>Garden</h1>`,
      'public/plants/quince.html': `${noIcon}<h1 id="care">Quinces</h1>`,
    })
    visitor = await context.visitor()
    await visitor.goto(bookmark(context, password))
  })
  after(() => context.close())

  const fallAsleep = async () => {
    await skip(3 * HOUR_MS)
    await cardSays(context, /Asleep/)
  }

  it('falls asleep, and a visit with a deep link leads to that page, by one that says how far it is', async () => {
    await fallAsleep()
    const [response] = await Promise.all([visitor.waitForResponse(() => true), visitor.goto(deepLink())])
    assert.equal(response.status(), 503)
    assert.match(await response.text(), /aria-current="step">Starting its machine.*role="status"/s)
    await visitor.getByRole('heading', { name: 'Quinces' }).waitFor()
    assert.equal(visitor.url(), deepLink())
    await cardSays(context, /Ready/)
  })

  it('asks nothing of anybody who looks elsewhere meanwhile', async () => {
    const asked: string[] = []
    const tab = await context.visitor()
    await tab.route('**', (route) => {
      asked.push(route.request().method())
      return route.fulfill({ status: 503, headers: { 'x-testsite-stage': 'boot' } })
    })
    await tab.clock.install()
    await tab.route('**/waiting', async (route) => {
      if (route.request().method() === 'HEAD') return route.fallback()
      const body = gatewayHtml({ kind: 'preparing', stage: 'launch' }, { language: 'en', timeZone: 'UTC', back: '/' })
      return route.fulfill({ status: 503, body, headers: { 'content-type': 'text/html' } })
    })
    await tab.goto(`http://plum.localhost:${context.main.sitesPort}/waiting`)
    const run = async (ms: number) => {
      const before = asked.length
      // In steps, since each answer sets the next timer.
      for (let at = 0; at < ms; at += 1000) await tab.clock.runFor(1000)
      return asked.length - before
    }
    const first = await run(60_000)
    assert.ok(first > 10 && first < 40, `${first} in the first minute`)
    assert.equal(await tab.locator('[aria-current]').innerText(), 'Booting')
    assert.equal(await tab.getByRole('status').innerText(), 'Booting')
    await run(10 * MINUTE_MS)
    const later = await run(5 * MINUTE_MS)
    assert.ok(later <= 11, `${later} in five minutes`)
    await tab.evaluate(`Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })`)
    await tab.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    assert.equal(await run(5 * MINUTE_MS), 0)
    await tab.evaluate(`Object.defineProperty(document, 'hidden', { get: () => false, configurable: true })`)
    await tab.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    assert.ok((await run(MINUTE_MS)) > 0)
    await tab.close()
  })

  it('is woken by a push, and serves that', async () => {
    await fallAsleep()
    await pushFiles(context, 'Ripen the quinces', { 'public/index.html': `${noIcon}<h1>Ripe garden</h1>` })
    await cardSays(context, /Ready/)
    await visitor.goto(`http://plum.localhost:${context.main.sitesPort}/`)
    await visitor.getByRole('heading', { name: 'Ripe garden' }).waitFor()
  })

  it('has a page of ours loaded anew that the browser kept', async () => {
    const loaded: (string | undefined)[] = []
    const body = gatewayHtml({ kind: 'asleep' }, { language: 'en', timeZone: 'UTC', back: '/' })
    // Chromium keeps pages with status 200 alone, so far.
    const server = createServer((req, res) => {
      loaded.push(req.url)
      res.writeHead(200, { 'content-type': 'text/html' }).end(body)
    })
    const url = `http://localhost:${await listen(server)}`
    const tab = await context.visitor()
    await tab.goto(`${url}/kept`)
    await tab.evaluate(`addEventListener('pageshow', (event) => sessionStorage.setItem('kept', event.persisted))`)
    await tab.goto(`${url}/other`)
    await tab.goBack({ waitUntil: 'commit' })
    while (loaded.filter((path) => path === '/kept').length < 2) await tab.waitForTimeout(50)
    await tab.getByRole('button', { name: 'Wake' }).waitFor()
    await tab.waitForLoadState()
    assert.equal(await tab.evaluate(`sessionStorage.getItem('kept')`), 'true')
    assert.deepEqual(
      loaded.filter((path) => path !== '/favicon.ico'),
      ['/kept', '/other', '/kept'],
    )
    await tab.close()
    await close(server)
  })

  it('sleeps on when something is pushed, if a person put it to sleep, and its card says what waits', async () => {
    await context.message(/Ready/).getByRole('button', { name: 'Sleep' }).click()
    await cardSays(context, /Asleep/)
    await pushFiles(
      context,
      'Prune the quinces',
      { 'public/index.html': `${noIcon}<h1>Pruned garden</h1>` },
      /newer commit/,
    )
    await skip(2 * HOUR_MS)
    await cardSays(context, /Asleep/)
    // Visitors see what it served before, until that is deployed.
    await visitor.goto(`http://plum.localhost:${context.main.sitesPort}/`)
    await visitor.getByRole('heading', { name: /garden/ }).waitFor()
    await cardSays(context, /Ready/)
    await visitor.reload()
    await visitor.getByRole('heading', { name: 'Pruned garden' }).waitFor()
  })

  it('shows who comes back to its page that it is gone', async () => {
    const card = context.message(/acme\/website@main/)
    await card.getByRole('button', { name: 'Sleep' }).click()
    await cardSays(context, /Asleep/)
    const tab = await context.visitor()
    await tab.goto(`http://plum.localhost:${context.main.sitesPort}/`)
    await tab.getByRole('button', { name: 'Wake' }).waitFor()
    await tab.goto(`http://localhost:${context.main.sitesPort}/`)
    await card.getByRole('button', { name: 'Delete' }).click()
    await context.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await cardSays(context, /Archived/)
    await tab.goBack()
    await tab.getByRole('heading', { name: 'This site is offline' }).waitFor()
    await tab.close()
  })
})

describe('office hours', () => {
  let context: PageContext
  afterEach(() => context.close())

  /** A site that's created then, and somebody who can see it; gives what becomes of it when it's visited at a moment. */
  async function aSiteFrom(createdAt: (now: number) => number, env: NodeJS.ProcessEnv) {
    context = await openPageContext({ env: { IDLE_HOURS: '2', OFFICE_HOURS: '{"from":9,"to":20}', ...env } })
    const { skip, skipTo, now } = clockOf(context)
    await skipTo(createdAt(now()))
    const password = await createSite(context, 'plum')
    await pushFiles(context, 'Plant a plum tree', { 'public/index.html': `${noIcon}<h1>Garden</h1>` })
    const visitor = await context.visitor()
    await visitor.goto(bookmark(context, password))
    await visitor.getByRole('heading', { name: 'Garden' }).waitFor()
    // Not in its first hour.
    await skip(HOUR_MS)
    return async (at: number, says: RegExp) => {
      await skipTo(at)
      await visitor.goto(`http://plum.localhost:${context.main.sitesPort}/`)
      await visitor.getByRole('heading', { name: 'Garden' }).waitFor()
      await cardSays(context, /Ready/)
      await skip(40 * MINUTE_MS)
      await cardSays(context, says)
    }
  }

  it('let a site sleep on a Japanese holiday, and stay up for its idle time on the day after', async () => {
    /** 5 May of the next year in which it and the day after are no weekend. */
    const childrensDay = (now: number, hour: string) => {
      const years = Array.from({ length: 8 }, (_, index) => new Date(now).getUTCFullYear() + index)
      const isWorking = (year: number) => [2, 3, 4].includes(new Date(Date.UTC(year, 4, 5)).getUTCDay())
      const at = (year: number) => Date.parse(`${year}-05-05T${hour}:00+09:00`)
      return at(years.find((year) => isWorking(year) && at(year) > now) ?? assert.fail('no year'))
    }
    let morning = 0
    const visitAt = await aSiteFrom((now) => (morning = childrensDay(now, '08:00')), {
      TIME_ZONE: 'Asia/Tokyo',
      HOLIDAYS: '["JP"]',
    })
    await visitAt(morning + 3 * HOUR_MS, /Asleep/)
    await visitAt(morning + 27 * HOUR_MS, /Ready/)
    await visitAt(morning + 37 * HOUR_MS, /Asleep/)
  })

  it('are those of the clock on the wall, before and after daylight saving time begins', async () => {
    /** The last Friday of a March, two days before Berlin's clocks change. */
    const friday = (now: number) => {
      const years = [0, 1].map((index) => new Date(now).getUTCFullYear() + index)
      const of = (year: number) => {
        const last = new Date(Date.UTC(year, 2, 31))
        return last.getTime() - (last.getUTCDay() + 2) * 24 * HOUR_MS + 15 * HOUR_MS
      }
      return years.map(of).find((at) => at > now) ?? assert.fail('no year')
    }
    let createdAt = 0
    const visitAt = await aSiteFrom((now) => (createdAt = friday(now)), { TIME_ZONE: 'Europe/Berlin' })
    // 17:50 UTC is 18:50 in winter, and 19:50 in summer.
    await visitAt(createdAt + 170 * MINUTE_MS, /Ready/)
    await visitAt(createdAt + 170 * MINUTE_MS + 72 * HOUR_MS, /Asleep/)
  })
})
