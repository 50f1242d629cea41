import type { Log } from '../log.ts'
import type { Policy } from '../site/policy.ts'
import type { Site, SiteStatus } from '../site/site.ts'
import type { FailurePolicy, StepName } from '../site/step-name.ts'
import type { Instant } from '../site/time.ts'
import type { Ports } from './ports.ts'
import type { RecentLooks, Seen } from './recent-looks.ts'

/** Changes of status by key; undefined removes the key. */
export type StatusPatch = { [K in keyof SiteStatus]?: SiteStatus[K] | undefined }

export type Due = 'no' | 'now' | { at: Instant }

/** What every step and observer declares of its failures. */
export interface StepDeclaration {
  name: StepName
  policy: FailurePolicy
  /** The card does not show that it is tried again: nobody has to act, or something else shows it. `passing`: only what passes by itself. */
  hidesFailure?: true | 'passing'
}

/** One thing that the reconciler can do for a site. */
export interface Step extends StepDeclaration {
  /** Pure. Decides alone whether the step runs. */
  due(site: Site, now: Instant): Due
  /** `run` only starts it: an observer sees whether it succeeded, and earlier failures stand until then. */
  endsLater?: true
  /** Idempotent: run twice for the same thing, it leaves one of it. Returns the outcome. */
  run(site: Site, ports: Ports): Promise<StatusPatch>
  /**
   * For what can't be idempotent, or must not be started twice at once: saved before `run`, which gets the site with it. A process
   * that can't save its claim does not run the step.
   */
  claim?(site: Site, now: Instant): StatusPatch
  /** Removes the claim when `run` failed and is known to have had no effect. Otherwise the claim stays until it expires. */
  release?(error: unknown, site: Site): StatusPatch
}

/** Checks something under way and returns what it saw. */
export interface Observer extends StepDeclaration {
  /** Is there something to observe? */
  applies(site: Site): boolean
  /** What it has seen that stays so until an event says otherwise; undefined: it looks in each pass. */
  seen?(site: Site): Seen | undefined
  /** When to observe it again if no event comes before; undefined: no need. */
  pollAt(site: Site, now: Instant): Instant | undefined
  observe(site: Site, ports: Ports): Promise<StatusPatch>
}

export interface ReconcilerDeps {
  ports: Ports
  policy: Policy
  observers: Observer[]
  steps: Step[]
  /** Those of this process, if it has several reconcilers. */
  looks?: RecentLooks
  /** Gets each outcome of a step or observer, and each new phase. */
  log: Log
}

/**
 * The next moment that is a whole number of intervals after `since`. All calls between two of these moments return the same one, so
 * that reconciling does not move the alarm.
 */
export function nextPoll(since: Instant, now: Instant, intervalMs: number): Instant {
  return since + (Math.floor(Math.max(0, now - since) / intervalMs) + 1) * intervalMs
}
