import assert from 'node:assert/strict'
import { createGateway } from '../../src/gateway/gateway.ts'
import { createHostLookup } from '../../src/gateway/host-lookup.ts'
import { createMachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { createGatewayHandler } from '../../src/lambda/gateway-handler.ts'
import { SHARE_PATH } from '../../src/site/paths.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { shareIdIn, shareKey } from '../../src/site/share-cookie.ts'
import type { Site } from '../../src/site/site.ts'
import { newShareToken, type Share, shareTokenHash } from '../../src/site/shares.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { balancerEvent } from '../lambda/events.ts'
import { aSite, type Overrides, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore, type FakeSiteStore } from '../support/fake-site-store.ts'

const KEY = 'the key of all webhooks'
const TOKEN = newShareToken()
const LINK = `${SHARE_PATH}${TOKEN}`
const asleep: Overrides<Site> = {
  spec: { desired: 'asleep' },
  status: { route: undefined, instance: { state: 'stopped', address: undefined } },
}

describe("a client's link", () => {
  let store: FakeSiteStore
  let clock: FakeClock
  let handler: ReturnType<typeof createGatewayHandler>
  beforeEach(() => {
    store = createFakeSiteStore()
    clock = createFakeClock(SITE_CREATED_AT)
    const lookup = createHostLookup({ store, clock, policy: defaultPolicy, shareKey: async (id) => shareKey(KEY, id) })
    handler = createGatewayHandler({
      gateway: createGateway({ domain: 'test.example.com', timeZone: 'Asia/Tokyo', ...lookup }),
      control: createMachineEndpoint({ store, clock }),
      takePush: async () => assert.fail('no push'),
      domain: 'test.example.com',
      report: (error) => assert.fail(String(error)),
    })
  })

  const has = async ({ spec, ...overrides }: Overrides<Site> = {}, share: Partial<Share> = {}) => {
    const added = {
      id: 'a0'.repeat(6),
      client: 'Aoyama',
      tokenHash: shareTokenHash(TOKEN),
      by: 'U001',
      at: 0,
      ...share,
    }
    const access = { ...spec?.access, shares: [added] }
    const site = aSite({ ...overrides, spec: { ...spec, access } })
    await store.create(site)
    return site
  }
  const opens = (path = LINK, { method = 'GET', headers = {}, host = 'plum.test.example.com' } = {}) =>
    handler(balancerEvent({ method, path, host, headers }))
  const site = async () => (await store.load('plum')) ?? assert.fail()
  const openings = async () => Object.values((await site()).status.shareOpenings ?? {})

  it('lets in, and leads to its page by an address without a secret', async () => {
    const { id } = await has({}, { path: '/products/?page=2#top' })
    const { statusCode, headers = {}, body } = await opens(LINK, { headers: { referer: 'https://mail.example.com/' } })
    assert.deepEqual([statusCode, headers['location'], body], [303, '/products/?page=2#top', ''])
    assert.deepEqual([headers['referrer-policy'], headers['cache-control']], ['no-referrer', 'no-store'])
    const cookie = headers['set-cookie'] ?? ''
    assert.match(cookie, /^__Host-testsite=share\.\S+; Path=\/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax$/)
    assert.equal(shareIdIn(cookie.split(';')[0], shareKey(KEY, id), clock.now()), 'a0'.repeat(6))
    assert.ok(!JSON.stringify(headers).includes(TOKEN))
  })

  it('wakes a site that sleeps, and so does the cookie later on', async () => {
    await has(asleep, { path: '/products/' })
    const { statusCode, headers } = await opens()
    assert.deepEqual([statusCode, headers?.['location']], [303, '/products/'])
    const woken = await site()
    assert.deepEqual([woken.spec.desired, woken.history[0]?.action], ['up', 'wake'])
    assert.deepEqual(await openings(), [{ count: 1, at: clock.now() }])
    const waiting = await opens('/products/', { headers: { cookie: headers?.['set-cookie']?.split(';')[0] ?? '' } })
    assert.deepEqual([waiting.statusCode, waiting.headers?.['retry-after']], [503, '3'])
    // It falls asleep once more.
    await store.save({ ...woken, version: (await site()).version, spec: { ...woken.spec, desired: 'asleep' } })
    const visit = { headers: { cookie: headers?.['set-cookie']?.split(';')[0] ?? '' } }
    await opens('/about', { headers: { cookie: `${visit.headers.cookie.slice(0, -1)}!` } })
    assert.equal((await site()).spec.desired, 'asleep')
    await opens('/about', visit)
    assert.equal((await site()).spec.desired, 'up')
    assert.equal((await openings())[0]?.count, 1)
  })

  it('is counted when a person opens it, at most once in ten minutes', async () => {
    await has()
    await opens()
    const { version } = await site()
    clock.advance(9 * MINUTE_MS)
    await opens()
    assert.equal((await site()).version, version, 'nothing is written for another look')
    clock.advance(2 * MINUTE_MS)
    await opens()
    assert.deepEqual(await openings(), [{ count: 2, at: clock.now() }])
  })

  it('is neither opened nor counted by what shows previews, looks ahead, or checks links', async () => {
    await has(asleep)
    const robots = [
      'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
      'Slack-ImgProxy (+https://api.slack.com/robots)',
      'facebookexternalhit/1.1;line-poker/1.0',
      'Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
      'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
      'WhatsApp/2.23.20.0 A',
      'TelegramBot (like TwitterBot)',
      'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
      'Chatwork LinkPreview v1',
      'Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)',
    ]
    const looks = [
      ...robots.map((agent) => ({ headers: { 'user-agent': agent } })),
      { headers: { 'sec-purpose': 'prefetch;prerender' } },
      { headers: { 'sec-fetch-mode': 'no-cors' } },
      { method: 'HEAD' },
      { method: 'POST' },
    ]
    for (const look of looks) {
      const { statusCode, headers, body } = await opens(LINK, look)
      assert.deepEqual([statusCode, body, headers?.['set-cookie']], [503, '', undefined], JSON.stringify(look))
    }
    assert.deepEqual([(await site()).spec.desired, await openings()], ['asleep', []])
    await opens(LINK, { headers: { 'user-agent': 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Safari Line/14.1.0' } })
    assert.equal((await site()).spec.desired, 'up')
  })

  it('says that it does not work, in the words of who opens it', async () => {
    await has({}, { until: SITE_CREATED_AT + DAY_MS })
    const bad = [`${LINK}x`, SHARE_PATH, `${SHARE_PATH}${shareTokenHash(TOKEN)}`, `${LINK}/`, `${SHARE_PATH}%00`]
    for (const path of bad) {
      const { statusCode, headers, body } = await opens(path)
      assert.deepEqual([statusCode, headers?.['set-cookie']], [404, undefined], path)
      assert.ok(!body.includes(TOKEN))
    }
    const { body } = await opens(`${LINK}y`, { headers: { 'accept-language': 'ja' } })
    assert.match(body, /このリンクは使えません/)
    assert.equal((await opens(LINK, { host: 'fig.test.example.com' })).statusCode, 404)
    assert.equal((await opens()).statusCode, 303)
    clock.advance(DAY_MS)
    assert.equal((await opens()).statusCode, 404, 'it has ended')
  })

  it('lets nobody in when it has ended since, nor into another site', async () => {
    await has(asleep, { until: SITE_CREATED_AT + HOUR_MS })
    const cookie = (await opens()).headers?.['set-cookie']?.split(';')[0] ?? ''
    const woken = await site()
    const back = async (spec: Overrides<Site>['spec']) =>
      store.save({ ...aSite({ ...asleep, spec: { ...asleep.spec, ...spec } }), version: (await site()).version })
    await back({ access: { shares: woken.spec.access.shares ?? [] } })
    clock.advance(HOUR_MS)
    await opens('/', { headers: { cookie } })
    assert.equal((await site()).spec.desired, 'asleep', 'its time is over')
    await back({ access: { shares: [] } })
    clock.advance(-HOUR_MS)
    await opens('/', { headers: { cookie } })
    assert.equal((await site()).spec.desired, 'asleep', 'it was revoked')
    const other = aSite({ ...asleep, name: 'fig', id: 'site-2', spec: { ...asleep.spec, access: woken.spec.access } })
    await store.create(other)
    await opens('/', { headers: { cookie }, host: 'fig.test.example.com' })
    assert.equal((await store.load('fig'))?.spec.desired, 'asleep', 'another site has another key')
  })

  it('is limited like passwords for who tries many', async () => {
    await has()
    for (let index = 0; index < 20; index++) await opens(`${SHARE_PATH}guess-${index}`)
    assert.equal((await opens()).statusCode, 429)
    clock.advance(10 * MINUTE_MS)
    assert.equal((await opens()).statusCode, 303)
  })

  it('does not work for a site that is archived', async () => {
    await has({ spec: { desired: 'archived' } })
    assert.equal((await opens()).statusCode, 404)
  })
})
