import { createHash } from 'node:crypto'
import type { Instant } from '../src/site/time.ts'
import { escapeHtml } from './escape-html.ts'
import { gatewayStyle } from './gateway-style.ts'
import { type GatewayLanguage, type GatewayText, gatewayText } from './text/gateway.ts'

/** What a visitor sees where no site answers. */
export type GatewayPage =
  /** The address above all sites. It lists nothing, because anyone can get here. */
  | { kind: 'home' }
  | { kind: 'unknown' }
  | { kind: 'preparing' }
  /** `denied`: the credentials of an attempt to wake it were wrong. */
  | { kind: 'asleep'; denied?: boolean }
  | { kind: 'archived'; restorableUntil?: Instant }
  | { kind: 'failed' }
  /** Its machine refuses or breaks off connections. */
  | { kind: 'unreachable' }
  /** Its machine does not take connections in time. */
  | { kind: 'slow' }

export interface GatewayReader {
  /** As the visitor asked for it, without port; escaped here. */
  host: string
  language: GatewayLanguage
  /** IANA name, for dates. */
  timeZone: string
}

export interface GatewayAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Where the form of the asleep page is posted to, with `user` and `password`, URL-encoded. */
export const WAKE_PATH = '/_pokopoko/wake'

const RELOAD_SECONDS = 3
const STATUS: Record<GatewayPage['kind'], number> = {
  home: 200,
  unknown: 404,
  preparing: 503,
  asleep: 503,
  archived: 410,
  failed: 503,
  unreachable: 502,
  slow: 504,
}
const RELOADING: ReadonlySet<GatewayPage['kind']> = new Set(['preparing', 'unreachable', 'slow'])

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
  const isDenied = page.kind === 'asleep' && page.denied === true
  return {
    status: isDenied ? 403 : STATUS[page.kind],
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
    },
    body: gatewayHtml(page, viewContext),
  }
}

export function gatewayHtml(page: GatewayPage, { host, language, timeZone }: GatewayReader): string {
  const text = gatewayText[language]
  const words = text[page.kind]
  const reload = RELOADING.has(page.kind) ? `<meta http-equiv="refresh" content="${RELOAD_SECONDS}">` : ''
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${reload}
<title>${escapeHtml(words.title)} · ${escapeHtml(host)}</title>
<style>${gatewayStyle}</style>
</head>
<body>
<main class="${page.kind}">
<div class="bubbles" aria-hidden="true"><i></i><i></i><i></i></div>
<p class="host">${escapeHtml(host)}</p>
<h1>${escapeHtml(words.title)}</h1>
<p>${escapeHtml(words.text)}</p>
${extras(page, text, { language, timeZone })}
</main>
<footer>${escapeHtml(text.footer)}</footer>
</body>
</html>
`
}

function extras(page: GatewayPage, text: GatewayText, viewContext: Omit<GatewayReader, 'host'>): string {
  if (page.kind === 'asleep') return wakeForm(text.asleep, page.denied === true)
  if (page.kind !== 'archived' || page.restorableUntil === undefined) return ''
  return `<p>${escapeHtml(text.archived.until(written(page.restorableUntil, viewContext)))}</p>`
}

function wakeForm(text: GatewayText['asleep'], denied: boolean): string {
  const alert = denied ? `<p class="denied" role="alert">${escapeHtml(text.denied)}</p>` : ''
  return `<form method="post" action="${WAKE_PATH}">
${alert}
<label>${escapeHtml(text.user)}<input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
<label>${escapeHtml(text.password)}<input name="password" type="password" autocomplete="current-password" required></label>
<button>${escapeHtml(text.wake)}</button>
</form>`
}

function written(at: Instant, { language, timeZone }: Omit<GatewayReader, 'host'>): string {
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
