import type { Failure, Site } from './site.ts'
import { HOUR_MS } from './time.ts'
import type { NotificationType } from './notification-type.ts'

/** A failure counts until somebody asks for something after it. */
export function failureOf(site: Site, step: string): Failure | undefined {
  const failure = site.status.failures[step]
  return failure !== undefined && failure.retryRevision === site.spec.retryRevision ? failure : undefined
}

/** The step that tells of that topic. */
export function announcing(topic: NotificationType): string {
  return `announce-${topic}`
}

/** Steps that only tell people, or ask about them: when they fail, the site itself is well. */
export function isTelling(step: string): boolean {
  return TELLING.has(step) || step.startsWith('announce-')
}

const TELLING: ReadonlySet<string> = new Set([
  'card',
  'card-edit',
  'direct-card',
  'direct-card-edit',
  'owner',
  'settle-adoption',
  'settle-warning',
  'commit-status',
  'pull-request-comment',
])

/** Steps that make up for pushes that were lost. What was deployed is served meanwhile, and of what cannot be deployed the machine tells. */
const PUBLISHING: readonly string[] = ['head', 'deploy']

/**
 * Steps that are tried again for ever: nobody would think of asking. A site that could not be counted, or whose team could not be
 * looked at, is served all the same; but somebody may still be able to log in who must not.
 */
export function goesOnTrying(step: string): boolean {
  return isTelling(step) || FOR_EVER.has(step)
}

const FOR_EVER: ReadonlySet<string> = new Set(['users', 'slot', ...PUBLISHING])

/**
 * Until what goes on for ever is tried again where that can never help by itself: the channel was archived, or the app never
 * invited. The site is well meanwhile, or on its way out, and nobody would think of asking for a retry.
 */
export const AGAIN_MS = HOUR_MS

/** Nobody tries again unless asked to; a site that is to go is tried again each hour all the same, for its machine costs money. */
export function isStuck({ spec }: Pick<Site, 'spec'>, { retryAt, firstAt }: Failure): boolean {
  return retryAt === undefined || (spec.desired === 'gone' && retryAt - firstAt >= AGAIN_MS)
}

/** The failure that the site is stuck on. */
export function stuckOn(site: Site): { step: string; failure: Failure } | undefined {
  for (const step of Object.keys(site.status.failures).toSorted()) {
    const failure = failureOf(site, step)
    if (failure !== undefined && isStuck(site, failure) && !goesOnTrying(step)) return { step, failure }
  }
  return undefined
}

/** The failure that will be tried again soonest, for the card. */
export function tryingAgain(site: Site): { step: string; failure: Failure } | undefined {
  const waiting = Object.keys(site.status.failures).flatMap((step) => {
    const failure = failureOf(site, step)
    const isShown = failure?.retryAt !== undefined && !isTelling(step) && !PUBLISHING.includes(step)
    return isShown ? [{ step, failure }] : []
  })
  return waiting.toSorted((a, b) => (a.failure.retryAt ?? 0) - (b.failure.retryAt ?? 0))[0]
}
