import { createCallLog, type CallLimit } from '../control/call-log.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../site/time.ts'

/** `key`: a site can't be set up without its deploy key. Nobody waits for `other`: webhooks, commit statuses, and comments. */
export type Creation = 'key' | 'other'

export type CountCreation = (creation: Creation) => Promise<void>

/** From the count to GitHub's, which comes after what waits its turn in the client (a second between writes). */
const LATE_MS = 5 * SECOND_MS
const IN_A_MINUTE = MINUTE_MS + LATE_MS
const IN_AN_HOUR = HOUR_MS + LATE_MS

/** "Rate limits for the REST API": so many requests that create content. */
const GITHUBS: readonly CallLimit[] = [
  { most: 80, inMs: IN_A_MINUTE },
  { most: 500, inMs: IN_AN_HOUR },
]

/**
 * The others leave the hour to keys once there are many of those, and always some of it, and of the minute. And each takes five of the 900
 * points that all requests have in one, those that somebody waits for, too.
 */
const FOR_OTHERS: readonly CallLimit[] = [
  { most: 60, inMs: IN_A_MINUTE },
  { of: 'other', most: 30, inMs: IN_A_MINUTE },
  { most: 400, inMs: IN_AN_HOUR },
  { of: 'key', most: 40, inMs: IN_AN_HOUR },
]

/**
 * Counts what is about to be created, for all processes together. LimitError where GitHub would refuse it: then it would take no other call of
 * ours either.
 */
export function createCreations(store: Pick<SiteStore, 'loadCallLog' | 'saveCallLog'>, clock: Clock): CountCreation {
  const count = createCallLog({ store, clock }, 'github-creations', IN_AN_HOUR)
  return (creation) => count(creation, creation === 'key' ? GITHUBS : FOR_OTHERS)
}
