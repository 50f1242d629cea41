import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { preferredLanguage } from '../../views/accept-language.ts'
import { escapeHtml } from '../../views/escape-html.ts'
import { gatewayAnswer, gatewayHtml, type GatewayPage } from '../../views/gateway.ts'
import { mark } from '../../views/mark.ts'
import { gatewayLanguages, gatewayText } from '../../views/text/gateway.ts'

const viewContext = { host: 'plum.localhost', language: 'en', timeZone: 'Asia/Tokyo', back: '/' } as const
const pages: GatewayPage[] = [
  { kind: 'home' },
  { kind: 'unknown' },
  { kind: 'preparing', stage: 'boot' },
  { kind: 'preparing', stage: 'launch', usuallyMs: 61_000 },
  { kind: 'asleep' },
  { kind: 'asleep', refusal: 'no-password' },
  { kind: 'asleep', refusal: 'wrong-password' },
  { kind: 'archived' },
  { kind: 'archived', restorableUntil: Date.UTC(2026, 4, 1, 15, 30) },
  { kind: 'failed' },
  { kind: 'unreachable' },
  { kind: 'slow' },
  { kind: 'down' },
]

describe('gatewayAnswer', () => {
  for (const page of pages) {
    it(`says that it is ${JSON.stringify(page)} in every language`, () => {
      for (const language of gatewayLanguages) {
        const { body, headers } = gatewayAnswer(page, { ...viewContext, language })
        assert.ok(body.includes(`<html lang="${language}">`))
        assert.ok(body.includes(escapeHtml(gatewayText[language][page.kind].text)))
        assert.equal(headers['x-robots-tag'], 'noindex')
        assert.equal(headers['cache-control'], 'no-store')
      }
    })

    it(`loads and allows nothing from elsewhere as ${JSON.stringify(page)}`, () => {
      const { body, headers } = gatewayAnswer(page, viewContext)
      assert.doesNotMatch(body.replace(mark, ''), /<script [^>]|<link|<img|<iframe|https?:|url\(|style="/)
      const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? assert.fail()
      const script = /<script>([^]*)<\/script>/.exec(body)?.[1] ?? assert.fail()
      const hash = (text: string) => createHash('sha256').update(text).digest('base64')
      assert.deepEqual(headers['content-security-policy']?.split('; '), [
        "default-src 'none'",
        `style-src 'sha256-${hash(style)}'`,
        `script-src 'sha256-${hash(script)}'`,
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ])
    })
  }

  it('has browsers and robots come back where waiting helps', () => {
    const headersOf = (page: GatewayPage) => gatewayAnswer(page, viewContext).headers
    const waiting = pages.filter((page) => headersOf(page)['retry-after'] === '3')
    assert.deepEqual(
      waiting.map((page) => [page.kind, headersOf(page)['x-testsite-stage']]),
      [
        ['preparing', 'boot'],
        ['preparing', 'launch'],
        ['unreachable', 'ready'],
        ['slow', 'ready'],
        ['down', 'ready'],
      ],
    )
    for (const page of pages) assert.ok(waiting.includes(page) || headersOf(page)['x-testsite-stage'] === 'none')
    assert.equal(headersOf({ kind: 'asleep' })['retry-after'], '60')
    const reloading = pages.filter((page) => gatewayHtml(page, viewContext).includes('http-equiv="refresh"'))
    assert.deepEqual(reloading, waiting)
  })

  it('gives each state its status', () => {
    const statuses = pages.map((page) => gatewayAnswer(page, viewContext).status)
    assert.deepEqual(statuses, [200, 404, 503, 503, 503, 401, 401, 410, 410, 503, 502, 504, 502])
  })

  it('lets the visitor read until when a site can be restored, in the time zone of the platform, which it names', () => {
    const page: GatewayPage = { kind: 'archived', restorableUntil: Date.UTC(2026, 4, 1, 15, 30) }
    assert.match(gatewayHtml(page, viewContext), /until 2 May 2026 at 00:30 GMT\+9\./)
    assert.match(gatewayHtml(page, { ...viewContext, language: 'ja' }), /2026年5月2日 00:30 JST までは/)
  })

  it('says which stage it waits for, to those who listen, too, and how long it took before', () => {
    const page: GatewayPage = { kind: 'preparing', stage: 'boot', usuallyMs: 61_000 }
    const html = gatewayHtml(page, viewContext)
    assert.match(html, /<li data-stage="boot" aria-current="step">Booting<\/li><li data-stage="ready">/)
    assert.match(html, /role="status">Booting</)
    assert.match(html, /about 70 seconds/)
    assert.match(gatewayHtml(page, { ...viewContext, language: 'ja' }), /前回は 70 秒ほど/)
  })

  it('escapes the host', () => {
    const html = gatewayHtml({ kind: 'unknown' }, { ...viewContext, host: `"><script>alert('x')</script>&` })
    assert.equal(html.split('<script').length, 2, 'ours')
    assert.ok(html.includes('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;'))
  })
})

describe('what visitors read', () => {
  it('is under the mark of the local workspace', async () => {
    assert.equal(mark, await readFile('src/local/logo.svg', 'utf8'))
  })

  for (const language of gatewayLanguages) {
    it(`names nothing that only the team knows: ${language}`, () => {
      for (const page of pages) {
        const read = gatewayHtml(page, { ...viewContext, language }).replace(/<(style|script)>[^]*?<\/\1>/g, '')
        assert.doesNotMatch(read, /\/testsite|\/var\/|<code|Procfile|カード|\bcard\b/i, JSON.stringify(page))
      }
    })

    it(`never says why a site is offline, which may be its end or somebody's wish: ${language}`, () => {
      const { title, text } = gatewayText[language].archived
      assert.doesNotMatch(`${title} ${text}`, /expire|time is up|archiv|delet|期限|期間|削除|アーカイブ/i)
    })
  }

  it('has a form that leads back to where the visitor was, whatever that is', () => {
    const html = gatewayHtml({ kind: 'asleep' }, { ...viewContext, back: '/a?q="><script>' })
    assert.ok(html.includes('name="back" value="/a?q=&quot;&gt;&lt;script&gt;"'), html)
  })
})

describe('preferredLanguage', () => {
  const cases: [string | undefined, string][] = [
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de, fr', 'en'],
    ['ja', 'ja'],
    ['JA-jp', 'ja'],
    ['en-US,en;q=0.9,ja;q=0.8', 'en'],
    ['de, en;q=0.5, ja;q=0.7', 'ja'],
    ['ja;q=0, en;q=0.1', 'en'],
    ['ja; q=0.9 , en; q=nonsense', 'ja'],
  ]
  for (const [header, language] of cases) {
    it(`takes ${language} for ${header}`, () => {
      assert.equal(preferredLanguage(header, gatewayLanguages), language)
    })
  }
})
