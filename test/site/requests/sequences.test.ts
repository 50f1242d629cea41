import assert from 'node:assert/strict'
import fc from 'fast-check'
import { siteActions, type SiteAction } from '../../../src/site/actions.ts'
import { addDays, dateIn } from '../../../src/site/calendar.ts'
import { applyDeadlines } from '../../../src/site/deadlines.ts'
import { phases, type Phase } from '../../../src/site/phase.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import { archive, deleteWithoutArchive, restore } from '../../../src/site/requests/archive.ts'
import { extend } from '../../../src/site/requests/extend.ts'
import { adopt, changePassword, handOver, redeploy, refreshUsers, retry } from '../../../src/site/requests/settings.ts'
import { sleep, wake } from '../../../src/site/requests/sleep.ts'
import { HISTORY_LENGTH, siteSchema, type Site } from '../../../src/site/site.ts'
import { DAY_MS, type Instant } from '../../../src/site/time.ts'
import { isUserError } from '../../../src/site/user-error.ts'
import { READY_AT, siteThatIs } from '../sites.ts'

interface Wish {
  action: SiteAction
  days: number
  /** Says `until` the date of that day from now, rather than so many days longer. */
  byDate: boolean
  by: string
}

/** What may befall a site: a person's wish, a clock, or another state of its machine. */
type Event = { wish: Wish } | { clock: true } | { world: Phase }

const wish: fc.Arbitrary<Wish> = fc.record({
  action: fc.constantFrom(...siteActions),
  days: fc.integer({ min: -2, max: 100 }),
  byDate: fc.boolean(),
  by: fc.constantFrom('U001', 'U002'),
})
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ wish }) },
  { weight: 1, arbitrary: fc.constant({ clock: true as const }) },
  { weight: 2, arbitrary: fc.record({ world: fc.constantFrom(...phases) }) },
)
const life = fc.array(fc.record({ event, afterMs: fc.nat(20 * DAY_MS) }), { maxLength: 60 })

describe('any sequence of requests', () => {
  it('leaves a record that the schema accepts, with an end in reach, and never comes back from the end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...phases), life, (phase, events) => {
        let site = siteThatIs(phase)
        let now = READY_AT
        for (const { event, afterMs } of events) {
          now += afterMs
          const next = after(site, event, now)
          if ('world' in event) assert.equal(next.spec, site.spec)
          else follows(site, next, now)
          site = next
        }
      }),
      { numRuns: 150 },
    )
  })
})

function after(site: Site, event: Event, now: Instant): Site {
  if ('world' in event) return { ...site, status: siteThatIs(event.world).status }
  if ('clock' in event) return applyDeadlines(site, now, defaultPolicy)
  try {
    return granted(site, event.wish, now)
  } catch (error) {
    if (!isUserError(error)) throw error
    return site
  }
}

function granted(site: Site, { action, days, byDate, by }: Wish, now: Instant): Site {
  const asked = { by, now }
  const until = addDays(dateIn(defaultPolicy.timeZone, now), days)
  const requests: Record<SiteAction, () => Site> = {
    extend: () => extend(site, byDate ? { until } : { days }, asked, defaultPolicy),
    sleep: () => sleep(site, asked),
    wake: () => wake(site, asked),
    delete: () => archive(site, asked),
    deleteWithoutArchive: () => deleteWithoutArchive(site, asked),
    restore: () => restore(site, asked, defaultPolicy),
    changePassword: () => changePassword(site, { user: 'aki', passwordHash: `hash of ${days}` }, asked),
    redeploy: () => redeploy(site, asked),
    refreshUsers: () => refreshUsers(site, asked),
    retry: () => retry(site, asked),
    handOver: () => handOver(site, 'U003', asked),
    adopt: () => adopt(site, asked),
  }
  return requests[action]()
}

/** What holds between a record and the one that a request, or a clock, made of it. */
function follows(before: Site, after: Site, now: Instant): void {
  if (after === before) return
  const { spec, history, ...rest } = after
  const { spec: specBefore, history: historyBefore, ...restBefore } = before
  assert.deepEqual(siteSchema.parse(after), after)
  assert.deepEqual(rest, restBefore)

  assert.equal(history[0]?.at, now)
  assert.deepEqual(history.slice(1), historyBefore.slice(0, HISTORY_LENGTH - 1))

  assert.ok(specBefore.desired !== 'gone' || spec.desired === 'gone')
  assert.ok(spec.setUpRevision >= specBefore.setUpRevision && spec.retryRevision >= specBefore.retryRevision)
  assert.equal(spec.access.revision > specBefore.access.revision, spec.access !== specBefore.access)

  // The last day begins up to `maxDays` after this one, and ends before the day after it begins.
  const lifeMs = spec.expiresAt - spec.expirySetAt
  assert.ok(lifeMs > 0 && lifeMs < (defaultPolicy.maxDays + 1) * DAY_MS, `${lifeMs / DAY_MS} days`)
}
