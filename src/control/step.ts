import type { Site, SiteStatus } from '../site/site.ts'
import type { FailurePolicy, StepName } from '../site/step-name.ts'
import type { Instant } from '../site/time.ts'
import type { World } from './ports.ts'

/** Changes of status by key; undefined takes the key away. */
export type StatusPatch = { [K in keyof SiteStatus]?: SiteStatus[K] | undefined }

export type Due = 'no' | 'now' | { at: Instant }

/** What the reconciler has to know of whatever can fail. */
export interface StepDeclaration {
  name: StepName
  policy: FailurePolicy
  /** The card does not show that it is tried again: nobody has to do anything about it, or something else tells of it. */
  hidesFailure?: true
}

/** One thing that the reconciler can do for a site. */
export interface Step extends StepDeclaration {
  /** Pure: is there anything to do? Alone decides whether the step runs. */
  due(site: Site, now: Instant): Due
  /** `run` only begins it: whether it succeeded is for an observer to see, and until then its failures stand. */
  endsLater?: true
  /** Idempotent: done twice for the same thing, it leaves one of it. Returns what came of it. */
  run(site: Site, world: World): Promise<StatusPatch>
  /**
   * For what cannot be made idempotent, or must not be begun twice at once: saved before `run`, which gets the site
   * with it. Whoever cannot save his claim does not run.
   */
  claim?(site: Site, now: Instant): StatusPatch
  /** Takes the claim back when `run` failed, where it is known to have had no effect; else it stays until it is too old. */
  release?(error: unknown, site: Site): StatusPatch
}

/** Looks at something under way in the world and writes down what it sees. */
export interface Observer extends StepDeclaration {
  /** Is there something to look at? */
  applies(site: Site): boolean
  /** When to look again if nobody says that something happened; undefined: no need. */
  pollAt(site: Site, now: Instant): Instant | undefined
  observe(site: Site, world: World): Promise<StatusPatch>
}

/**
 * The next of the moments that lie whole intervals after `since`. The same for all looks between two of them, so that
 * an alarm is not moved by each look.
 */
export function nextPoll(since: Instant, now: Instant, intervalMs: number): Instant {
  return since + (Math.floor(Math.max(0, now - since) / intervalMs) + 1) * intervalMs
}
