import { preferredLanguage } from '../../views/accept-language.ts'
import { type GatewayAnswer, gatewayAnswer, type GatewayPage, WAKE_PATH } from '../../views/gateway.ts'
import { gatewayLanguages } from '../../views/text/gateway.ts'
import { PASSWORD_QUESTION, readBasic } from '../site/basic-auth.ts'
import { isRobot } from '../site/robot.ts'
import { SHARE_PATH } from '../site/paths.ts'
import type { HostLookup, Visitor } from './host-lookup.ts'
import { pathBack } from './path-back.ts'

/** A visitor's HTTP request. */
export interface Visit {
  method: string
  /** Without query. */
  path: string
  /** As in the address, without the question mark. */
  query: string
  /** Headers of these names. */
  host: string | undefined
  acceptLanguage: string | undefined
  authorization: string | undefined
  /** Where the visitor is: what the balancer, or the connection, says. */
  address: string
  secFetchSite: string | undefined
  secFetchMode: string | undefined
  secPurpose: string | undefined
  cookie: string | undefined
  userAgent: string | undefined
  /** undefined: too long to be ours. */
  body(): Promise<string | undefined>
}

type Addressed = Pick<Visit, 'host' | 'acceptLanguage' | 'path' | 'query'>

export interface GatewayOptions extends HostLookup {
  /** Sites have the addresses `NAME.domain`. */
  domain: string
  /** IANA name, for dates on pages. */
  timeZone: string
}

export interface Gateway {
  /** When no machine answers: shows a page about the site, or wakes a sleeping site. */
  answer(visit: Visit): Promise<GatewayAnswer>
  /** That page, in the visitor's language. */
  page(visit: Addressed, page: GatewayPage): GatewayAnswer
}

/** Takes any name. The answer reveals no more than the page that everybody sees. */
export function createGateway({ domain, timeZone, lookUp, wake, open }: GatewayOptions): Gateway {
  const pageFor = (visit: Addressed, shown: GatewayPage, back: string) => {
    const requested = readHost(visit.host, domain)
    const host = requested.kind === 'malformed' ? domain : requested.host
    const language = preferredLanguage(visit.acceptLanguage, gatewayLanguages)
    return gatewayAnswer(shown, { host, language, timeZone, back })
  }
  const page: Gateway['page'] = (visit, shown) =>
    pageFor(visit, shown, pathBack(visit.query === '' ? visit.path : `${visit.path}?${visit.query}`))
  const wakeUp = async (visit: Visit, name: string): Promise<GatewayAnswer> => {
    const form = isOwnForm(visit) ? await visit.body() : undefined
    const body = form === undefined || form.length > MAX_FORM_BYTES ? undefined : form
    const back = pathBack(new URLSearchParams(body).get('back'))
    const credentials = readBasic(visit.authorization)
    const outcome = body === undefined ? 'not-asleep' : await wake(name, { credentials, address: visit.address })
    if (outcome === 'guessing') return pageFor(visit, { kind: 'guessing' }, back)
    if (outcome !== 'denied') return { status: 303, headers: { location: back, 'cache-control': 'no-store' }, body: '' }
    const refusal = credentials === undefined ? 'no-password' : 'wrong-password'
    const { headers, ...refused } = pageFor(visit, { kind: 'asleep', refusal }, back)
    return { ...refused, headers: { ...headers, 'www-authenticate': PASSWORD_QUESTION } }
  }
  const openLink = async (visit: Visit, name: string): Promise<GatewayAnswer> => {
    // What only looks at a link, such as a chat that shows a preview, learns nothing of it, and shall ask again.
    if (!isLook(visit))
      return { status: 503, headers: { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }, body: '' }
    const outcome = await open(name, visit.path.slice(SHARE_PATH.length), visit)
    // Without the query: it's of the link, and no secret of it is to stay on the page.
    if (outcome === 'guessing' || outcome === 'denied')
      return pageFor(visit, { kind: outcome === 'denied' ? 'linkEnded' : 'guessing' }, '/')
    const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }
    return { status: 303, headers: { location: outcome.path, 'set-cookie': outcome.cookie, ...headers }, body: '' }
  }
  return {
    page,
    answer: async (visit) => {
      const requested = readHost(visit.host, domain)
      if (requested.kind === 'malformed') return { status: 400, headers: {}, body: '' }
      if (requested.kind !== 'site') return page(visit, { kind: requested.kind === 'home' ? 'home' : 'unknown' })
      if (visit.path === WAKE_PATH) return wakeUp(visit, requested.name)
      if (visit.path.startsWith(SHARE_PATH)) return openLink(visit, requested.name)
      const shown = await lookUp(requested.name)
      if (shown.kind !== 'asleep' || !isLook(visit)) return page(visit, shown)
      const isWoken = (await wake(requested.name, visitorOf(visit))) === 'ok'
      return page(visit, isWoken ? await lookUp(requested.name) : shown)
    },
  }
}

/** Of the waking form: more than the longest address, which it holds encoded. */
export const MAX_FORM_BYTES = 65_536

/** Somebody opens a page: not a monitor or a crawler, a browser that fetches ahead, or a request in the middle of a page. */
function isLook({ method, secFetchMode = 'navigate', secPurpose, userAgent }: Visit): boolean {
  return method === 'GET' && secFetchMode === 'navigate' && secPurpose === undefined && !isRobot(userAgent)
}

/** Browsers send the cookie along with a link from elsewhere, but not to pages elsewhere that only ask for something (SameSite=Lax). Not so the password. */
function visitorOf({ authorization, cookie, address, secFetchSite = 'none' }: Visit): Visitor {
  const isOwn = secFetchSite === 'none' || secFetchSite === 'same-origin'
  return { credentials: isOwn ? readBasic(authorization) : undefined, cookie, address }
}

/** Pages elsewhere can send our form, with the password that the browser has. */
function isOwnForm({ method, secFetchSite }: Visit): boolean {
  return method === 'POST' && (secFetchSite === undefined || secFetchSite === 'same-origin' || secFetchSite === 'none')
}

/** What a Host header asks for. */
export type RequestedHost =
  | { kind: 'home'; host: string }
  | { kind: 'site'; host: string; name: string }
  /** Not one of our hosts. */
  | { kind: 'elsewhere'; host: string }
  | { kind: 'malformed' }

const HOST = /^(?<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])\.?(?::\d{1,5})?$/

/** Reads `NAME.domain[:port]`; the domain alone, and this computer's addresses, are home. */
export function readHost(header: string | undefined, domain: string): RequestedHost {
  const host = HOST.exec((header ?? '').toLowerCase())?.groups?.['host']
  if (host === undefined) return { kind: 'malformed' }
  if (host === domain || host === '127.0.0.1' || host === '[::1]') return { kind: 'home', host }
  const name = host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : ''
  return name === '' || name.includes('.') ? { kind: 'elsewhere', host } : { kind: 'site', host, name }
}
