import { preferredLanguage } from '../../views/accept-language.ts'
import { type GatewayAnswer, gatewayAnswer, type GatewayPage, WAKE_PATH } from '../../views/gateway.ts'
import { gatewayLanguages } from '../../views/text/gateway.ts'
import type { HostLookup } from './host-lookup.ts'

/** A visitor's HTTP request. */
export interface Visit {
  method: string
  /** Without query. */
  path: string
  /** Headers of these names. */
  host: string | undefined
  acceptLanguage: string | undefined
  /** undefined: longer than MAX_FORM_BYTES. */
  body(): Promise<string | undefined>
}

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
  page(visit: Pick<Visit, 'host' | 'acceptLanguage'>, page: GatewayPage): GatewayAnswer
}

/** Takes any name. The answer reveals no more than the page that everybody sees. */
export function createGateway({ domain, timeZone, lookUp, wake }: GatewayOptions): Gateway {
  const page: Gateway['page'] = (visit, shown) => {
    const requested = readHost(visit.host, domain)
    const host = requested.kind === 'malformed' ? domain : requested.host
    const language = preferredLanguage(visit.acceptLanguage, gatewayLanguages)
    return gatewayAnswer(shown, { host, language, timeZone })
  }
  const wakeUp = async (visit: Visit, name: string): Promise<GatewayAnswer> => {
    const credentials = visit.method === 'POST' ? readWakeForm(await visit.body()) : undefined
    const outcome = credentials === undefined ? 'not-asleep' : await wake(name, credentials)
    if (outcome === 'denied') return page(visit, { kind: 'asleep', denied: true })
    return { status: 303, headers: { location: '/', 'cache-control': 'no-store' }, body: '' }
  }
  return {
    page,
    answer: async (visit) => {
      const requested = readHost(visit.host, domain)
      if (requested.kind === 'malformed') return { status: 400, headers: {}, body: '' }
      if (requested.kind !== 'site') return page(visit, { kind: requested.kind === 'home' ? 'home' : 'unknown' })
      if (visit.path === WAKE_PATH) return wakeUp(visit, requested.name)
      return page(visit, await lookUp(requested.name))
    },
  }
}

/** Far more than a user name and a password need. */
export const MAX_FORM_BYTES = 4096

/** Reads the form on the page of a sleeping site; undefined when it is something else. */
function readWakeForm(body: string | undefined): { user: string; password: string } | undefined {
  if (body === undefined || body.length > MAX_FORM_BYTES) return undefined
  const form = new URLSearchParams(body)
  const user = form.get('user')
  const password = form.get('password')
  return user === null || password === null ? undefined : { user, password }
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
