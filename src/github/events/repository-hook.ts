import { type Push, withHead } from '../../control/pushes/branch-head.ts'
import type { Clock, SiteStore } from '../../control/ports.ts'
import { recordFact } from '../../control/record-fact.ts'
import { parseJson } from '../../parse-json.ts'
import { SITE_PARAMETER } from '../../site/webhook-url.ts'
import { webhookSecret } from '../../site/webhook-secret.ts'
import { eventReply, type EventReply } from './event-reply.ts'
import { readPushEvent } from './push-event.ts'
import { isSigned } from './signature.ts'

export interface RepositoryHookDeps {
  store: SiteStore
  clock: Clock
  /** The stack's, of which webhooks' secrets are derived. */
  key(): Promise<string>
}

/** A delivery of a repository's webhook, at a site's address. */
export interface HookDelivery {
  /** Of the site. */
  name: string
  method: string
  /** Of the address, without the question mark. */
  query: string
  /** `x-github-event` */
  event: string | undefined
  /** `x-hub-signature-256` */
  signature: string | undefined
  /** undefined: too large. */
  body(): Promise<string | undefined>
}

export type RepositoryHook = (delivery: HookDelivery) => Promise<EventReply>

/**
 * Takes pushes while no machine of the site can: it records the branch's head, as the App's event does. Nothing is read or parsed before the
 * signature is verified. The delivery names the site by its id, since names can be reused.
 */
export function createRepositoryHook({ store, clock, key }: RepositoryHookDeps): RepositoryHook {
  return async ({ name, method, query, event = '', signature, body }) => {
    if (method !== 'POST') return eventReply(405, 'Only POST.', { allow: 'POST' })
    const text = await body()
    if (text === undefined) return eventReply(413, 'Too large. The site deploys it when it wakes.')
    const siteId = new URLSearchParams(query).get(SITE_PARAMETER) ?? ''
    if (!(await isSigned(webhookSecret(await key(), siteId), text, signature)))
      return eventReply(401, "The signature doesn't match. The site's next set-up renews the webhook.")
    const push = readPushEvent(event, parseJson(text))
    if (push === 'malformed') return eventReply(400, 'Not a valid event of GitHub.')
    if (push === 'other') return eventReply(204, '')
    const isKnown = await record({ store, clock }, { name, siteId, push })
    return isKnown ? eventReply(202, 'Noted, since the machine is off or starts.') : eventReply(404, 'No such site.')
  }
}

/** The webhook is the repository's, whatever that is called now. */
async function record(
  { store, clock }: Pick<RepositoryHookDeps, 'store' | 'clock'>,
  { name, siteId, push }: { name: string; siteId: string; push: Push },
): Promise<boolean> {
  let isKnown = false
  await recordFact(store, name, (site) => {
    isKnown = site.id === siteId
    return isKnown ? withHead(site, { ...push, repository: site.spec.repository }, clock.now()) : site
  })
  return isKnown
}
