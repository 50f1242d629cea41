import { createHash } from 'node:crypto'
import { SECOND_MS, type Instant } from '../src/site/time.ts'
import { escapeHtml } from './escape-html.ts'
import { gatewayStyle } from './gateway-style.ts'
import { mark } from './mark.ts'
import { type GatewayLanguage, type GatewayText, gatewayText } from './text/gateway.ts'

/** What a visitor sees where no site answers. */
export type GatewayPage =
  /** The address above all sites. It lists nothing, because anyone can get here. */
  | { kind: 'home' }
  | { kind: 'unknown' }
  /** `usuallyMs`: how long its machine took to wake the last time. */
  | { kind: 'preparing'; usuallyMs?: number }
  /** `refusal`: why an attempt to wake it failed. */
  | { kind: 'asleep'; refusal?: WakeRefusal }
  | { kind: 'archived'; restorableUntil?: Instant }
  | { kind: 'failed' }
  /** Its machine refuses or breaks off connections. */
  | { kind: 'unreachable' }
  /** Its machine does not take connections in time. */
  | { kind: 'slow' }
  /** Its program doesn't answer. The machine itself shows this one, and those that follow: instance/pages/. */
  | { kind: 'down' }
  /** For who cancels when the browser asks for the password. */
  | { kind: 'password' }
  | { kind: 'tooLarge' }
  /** Too many wrong passwords came from there. */
  | { kind: 'guessing' }

export type WakeRefusal = 'no-password' | 'wrong-password'

export interface GatewayReader {
  /** As the visitor asked for it, without port; escaped here. Absent from pages that are files. */
  host?: string
  language: GatewayLanguage
  /** IANA name, for dates. */
  timeZone: string
  /** Path and query that waking the site leads back to; escaped here. */
  back: string
}

export interface GatewayAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * Where the form of the asleep page is posted to, with the path to go `back` to, URL-encoded. The password is asked for as the site's machine
 * does, so that the browser has it for both.
 */
export const WAKE_PATH = '/_pokopoko/wake'

const RELOAD_SECONDS = 3
const TEN_SECONDS_MS = 10 * SECOND_MS
const STATUS: Record<GatewayPage['kind'], number> = {
  home: 200,
  unknown: 404,
  preparing: 503,
  asleep: 503,
  archived: 410,
  failed: 503,
  unreachable: 502,
  slow: 504,
  down: 502,
  password: 401,
  tooLarge: 413,
  guessing: 429,
}
const RELOADING: ReadonlySet<GatewayPage['kind']> = new Set(['preparing', 'unreachable', 'slow', 'down'])

const STYLE_HASH = createHash('sha256').update(gatewayStyle).digest('base64')
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The whole answer: status, headers and page. */
export function gatewayAnswer(page: GatewayPage, viewContext: GatewayReader): GatewayAnswer {
  const isRefused = page.kind === 'asleep' && page.refusal !== undefined
  return {
    status: isRefused ? 401 : STATUS[page.kind],
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': viewContext.language,
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'no-store',
      vary: 'accept-language',
      ...(RELOADING.has(page.kind) && { 'retry-after': String(RELOAD_SECONDS) }),
      ...(page.kind === 'guessing' && { 'retry-after': '600' }),
    },
    body: gatewayHtml(page, viewContext),
  }
}

export function gatewayHtml(page: GatewayPage, viewContext: GatewayReader): string {
  const { host, language } = viewContext
  const text = gatewayText[language]
  const words = text[page.kind]
  const title = host === undefined ? words.title : `${words.title} · ${host}`
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${RELOADING.has(page.kind) ? `<meta http-equiv="refresh" content="${RELOAD_SECONDS}">` : ''}
<title>${escapeHtml(title)}</title>
<style>${gatewayStyle}</style>
</head>
<body>
<main class="${page.kind}">
<div class="mark" aria-hidden="true">${mark}</div>
${host === undefined ? '' : `<p class="host">${escapeHtml(host)}</p>`}
<h1>${escapeHtml(words.title)}</h1>
<p>${escapeHtml(words.text)}</p>
${extras(page, text, viewContext)}
</main>
<footer>${escapeHtml(text.footer)}</footer>
</body>
</html>
`
}

function extras(page: GatewayPage, text: GatewayText, viewContext: GatewayReader): string {
  if (page.kind === 'asleep') return wakeForm(text.asleep, viewContext.back, page.refusal)
  if (page.kind === 'preparing' && page.usuallyMs !== undefined)
    return `<p>${escapeHtml(text.preparing.usually(Math.ceil(page.usuallyMs / TEN_SECONDS_MS) * 10))}</p>`
  if (page.kind !== 'archived' || page.restorableUntil === undefined) return ''
  return `<p>${escapeHtml(text.archived.until(written(page.restorableUntil, viewContext)))}</p>`
}

function wakeForm(text: GatewayText['asleep'], back: string, refusal?: WakeRefusal): string {
  const alert = refusal === undefined ? '' : `<p class="refusal" role="alert">${escapeHtml(text.refusals[refusal])}</p>`
  return `${alert}
<form method="post" action="${WAKE_PATH}">
<input type="hidden" name="back" value="${escapeHtml(back)}">
<button>${escapeHtml(text.wake)}</button>
</form>`
}

function written(at: Instant, { language, timeZone }: GatewayReader): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  })
  return format.format(at)
}
