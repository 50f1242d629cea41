import type { Failure, Site } from './site.ts'
import { type StepName, stepNames } from './step-name.ts'
import { HOUR_MS } from './time.ts'

/** A failure counts until somebody asks for something. */
export function failureOf(site: Site, step: StepName): Failure | undefined {
  const failure = site.status.failures[step]
  return failure !== undefined && failure.retryRevision === site.spec.retryRevision ? failure : undefined
}

/**
 * How often a step is tried again when nothing changes by itself: the channel was archived, or the app never invited. The site is up
 * meanwhile, or is to go, so nobody would think of asking for a retry.
 */
export const AGAIN_MS = HOUR_MS

/** It isn't tried again unless somebody asks, or, for a site that is to go, only each hour: its machine costs money. */
export function isStuck({ spec }: Pick<Site, 'spec'>, { retryAt, firstAt }: Failure): boolean {
  return retryAt === undefined || (spec.desired === 'gone' && retryAt - firstAt >= AGAIN_MS)
}

interface StepFailure {
  step: StepName
  failure: Failure
}

/** The failure that makes the site `failed`. */
export function stuckOn(site: Site): StepFailure | undefined {
  return failuresOf(site).find(({ failure }) => failure.policy === 'fails-site' && isStuck(site, failure))
}

/** The failure to be tried again soonest, for the card. */
export function tryingAgain(site: Site): StepFailure | undefined {
  return failuresOf(site)
    .filter(({ failure: { policy, hidden, retryAt } }) => policy !== 'notification' && !hidden && retryAt !== undefined)
    .toSorted((a, b) => (a.failure.retryAt ?? 0) - (b.failure.retryAt ?? 0))[0]
}

const sortedNames = stepNames.toSorted()

/** Always in the same order. */
function failuresOf(site: Site): StepFailure[] {
  // Most sites have none, and are asked several times in each reconcile.
  if (Object.keys(site.status.failures).length === 0) return []
  return sortedNames.flatMap((step) => {
    const failure = failureOf(site, step)
    return failure === undefined ? [] : [{ step, failure }]
  })
}
