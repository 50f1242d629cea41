import { preferredLanguage } from '../../views/accept-language.ts'
import { type GatewayAnswer, gatewayAnswer, type GatewayPage, WAKE_PATH } from '../../views/gateway.ts'
import { gatewayLanguages } from '../../views/text/gateway.ts'
import { readHost } from './requested-host.ts'
import type { HostLookup, SiteAvailability } from './host-lookup.ts'
import { readWakeForm } from './wake-form.ts'

/** A visitor's request, in the words of HTTP. */
export interface Visit {
  method: string
  /** Without query. */
  path: string
  /** The headers of these names. */
  host: string | undefined
  acceptLanguage: string | undefined
  /** As text; what is longer than MAX_FORM_BYTES may be cut, but not to below that. */
  body(): Promise<string>
}

export interface GatewayOptions extends HostLookup {
  /** Sites are at `NAME.domain`. */
  domain: string
  /** IANA name, for dates on pages. */
  timeZone: string
}

export interface Gateway {
  /** What a visitor gets where no machine answers: a page about the site, or a sleeping site woken. */
  answer(visit: Visit): Promise<GatewayAnswer>
  /** That page, in the visitor's language. */
  page(visit: Pick<Visit, 'host' | 'acceptLanguage'>, page: GatewayPage): GatewayAnswer
}

/** Anybody may ask: whatever the name, the answer tells no more than the page that everybody gets. */
export function createGateway({ domain, timeZone, lookUp, wake }: GatewayOptions): Gateway {
  const page: Gateway['page'] = (visit, shown) => {
    const door = readHost(visit.host, domain)
    const host = door.kind === 'malformed' ? domain : door.host
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
      const door = readHost(visit.host, domain)
      if (door.kind === 'malformed') return { status: 400, headers: {}, body: '' }
      if (door.kind !== 'site') return page(visit, { kind: door.kind === 'home' ? 'home' : 'unknown' })
      if (visit.path === WAKE_PATH) return wakeUp(visit, door.name)
      return page(visit, pageOf(await lookUp(door.name)))
    },
  }
}

function pageOf(availability: SiteAvailability): GatewayPage {
  switch (availability.state) {
    case 'ready':
      // Its route is about to be made.
      return { kind: 'preparing' }
    case 'archived':
      return {
        kind: 'archived',
        ...(availability.restorableUntil && { restorableUntil: availability.restorableUntil }),
      }
    default:
      return { kind: availability.state }
  }
}
