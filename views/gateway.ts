import { createHash } from 'node:crypto'
import { SECOND_MS, type Instant } from '../src/site/time.ts'
import { escapeHtml } from './escape-html.ts'
import { gatewayScript } from './gateway-script.ts'
import { gatewayStyle } from './gateway-style.ts'
import { mark } from './mark.ts'
import { type GatewayLanguage, type GatewayText, gatewayText } from './text/gateway.ts'
import { type WakeRefusal, type WakingStage, wakingStages } from './waking.ts'

/** What a visitor sees where no site answers. */
export type GatewayPage =
  /** The address above all sites. It lists nothing, because anyone can get here. */
  | { kind: 'home' }
  | { kind: 'unknown' }
  /** `usuallyMs`: how long its machine took to wake the last time. */
  | { kind: 'preparing'; stage: WakingStage; usuallyMs?: number }
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
  /** A client's link that doesn't work, or no longer. */
  | { kind: 'linkEnded' }

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

/** What browsers without scripts wait for, and programs, too. */
const RELOAD_SECONDS = 3
/** Programs don't know the password, so somebody else has to wake the site. */
const ASLEEP_SECONDS = 60
/** Unless it's known how long it usually takes. */
const USUALLY_MS = 20 * SECOND_MS
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
  linkEnded: 404,
}
const RELOADING: ReadonlySet<GatewayPage['kind']> = new Set(['preparing', 'unreachable', 'slow', 'down'])

/** How the script of a waiting page tells this one from the site's own: `none` is worth no more waiting. */
const STAGE_HEADER = 'x-testsite-stage'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(gatewayStyle)}`,
  `script-src ${hashOf(gatewayScript)}`,
  "connect-src 'self'",
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
      [STAGE_HEADER]: stageOf(page) ?? 'none',
      ...(RELOADING.has(page.kind) && { 'retry-after': String(RELOAD_SECONDS) }),
      ...(page.kind === 'asleep' && !isRefused && { 'retry-after': String(ASLEEP_SECONDS) }),
      ...(page.kind === 'guessing' && { 'retry-after': '600' }),
    },
    body: gatewayHtml(page, viewContext),
  }
}

/** What a page that waits waits for. */
function stageOf(page: GatewayPage): WakingStage | undefined {
  if (page.kind === 'preparing') return page.stage
  return RELOADING.has(page.kind) ? 'ready' : undefined
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
${RELOADING.has(page.kind) ? `<noscript><meta http-equiv="refresh" content="${RELOAD_SECONDS}"></noscript>` : ''}
<title>${escapeHtml(title)}</title>
<style>${gatewayStyle}</style>
</head>
<body>
<main class="${page.kind}"${waitingMarkOf(page)}>
<div class="mark" aria-hidden="true">${mark}</div>
${host === undefined ? '' : `<p class="host">${escapeHtml(host)}</p>`}
<h1>${escapeHtml(words.title)}</h1>
<p>${escapeHtml(words.text)}</p>
${extras(page, text, viewContext)}
</main>
<footer>${escapeHtml(text.footer)}</footer>
<script>${gatewayScript}</script>
</body>
</html>
`
}

function extras(page: GatewayPage, text: GatewayText, viewContext: GatewayReader): string {
  if (page.kind === 'asleep') return wakeForm(text.asleep, viewContext.back, page.refusal)
  if (page.kind === 'preparing') return progress(text.preparing, page)
  if (page.kind !== 'archived' || page.restorableUntil === undefined) return ''
  return `<p>${escapeHtml(text.archived.until(written(page.restorableUntil, viewContext)))}</p>`
}

function waitingMarkOf(page: GatewayPage): string {
  if (stageOf(page) === undefined) return ''
  const usuallyMs = page.kind === 'preparing' ? page.usuallyMs : undefined
  return ` data-usually="${usuallyMs ?? USUALLY_MS}"`
}

/** The stages, which the script moves on, and says; and how long all took the last time. */
function progress(
  { stages, usually }: GatewayText['preparing'],
  { stage, usuallyMs }: Extract<GatewayPage, { kind: 'preparing' }>,
): string {
  const items = wakingStages.map((one) => {
    const current = one === stage ? ' aria-current="step"' : ''
    return `<li data-stage="${one}"${current}>${escapeHtml(stages[one])}</li>`
  })
  const time =
    usuallyMs === undefined ? '' : `<p>${escapeHtml(usually(Math.ceil(usuallyMs / TEN_SECONDS_MS) * 10))}</p>`
  return `<ol>${items.join('')}</ol>
<p class="spoken" role="status">${escapeHtml(stages[stage])}</p>
${time}`
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
