import assert from 'node:assert/strict'
import fc from 'fast-check'
import { addDays, dateIn } from '../../../src/site/calendar.ts'
import { applyDeadlines } from '../../../src/site/deadlines.ts'
import { phases, type Phase } from '../../../src/site/phase.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import { operations } from '../../../src/site/operations/all.ts'
import { extend } from '../../../src/site/operations/extend.ts'
import type { Operation } from '../../../src/site/operations/operation.ts'
import { countUnaudited } from '../../../src/site/audit.ts'
import { HISTORY_LENGTH, siteSchema, type Site } from '../../../src/site/site.ts'
import { DAY_MS, type Instant } from '../../../src/site/time.ts'
import { isUserError } from '../../../src/site/user-error.ts'
import { applyAny } from '../../support/any-operation.ts'
import { READY_AT, siteThatIs } from '../sites.ts'

interface Request {
  operation: Operation
  days: number
  /** Says `until` the date of that day from now, rather than so many days longer. */
  byDate: boolean
  by: string
}

/** What may befall a site: a person's request, a clock, or another state of its machine. */
type Event = { request: Request } | { clock: true } | { phase: Phase }

const request: fc.Arbitrary<Request> = fc.record({
  operation: fc.constantFrom(...operations),
  days: fc.integer({ min: -2, max: 100 }),
  byDate: fc.boolean(),
  by: fc.constantFrom('U001', 'U002'),
})
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ request }) },
  { weight: 1, arbitrary: fc.constant({ clock: true as const }) },
  { weight: 2, arbitrary: fc.record({ phase: fc.constantFrom(...phases) }) },
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
          if ('phase' in event) assert.equal(next.spec, site.spec)
          else follows(site, next, now)
          site = next
        }
      }),
      { numRuns: 150 },
    )
  })
})

function after(site: Site, event: Event, now: Instant): Site {
  if ('phase' in event) return { ...site, status: siteThatIs(event.phase).status }
  if ('clock' in event) return applyDeadlines(site, now, defaultPolicy)
  try {
    return applied(site, event.request, now)
  } catch (error) {
    if (!isUserError(error)) throw error
    return site
  }
}

function applied(site: Site, { operation, days, byDate, by }: Request, now: Instant): Site {
  const context = { by, now, policy: defaultPolicy }
  const until = addDays(dateIn(defaultPolicy.timeZone, now), days)
  if (operation === extend) return extend.apply(site, { ...context, until: byDate ? { until } : { days } })
  return applyAny(operation, site, context)
}

/** What holds between a record and the one that a request, or a clock, made of it. */
function follows(before: Site, after: Site, now: Instant): void {
  if (after === before) return
  const { spec, history, status, ...rest } = after
  const { spec: specBefore, history: historyBefore, status: statusBefore, ...restBefore } = before
  const { changes = 0, ...statusRest } = status
  const { changes: changesBefore = 0, ...statusRestBefore } = statusBefore
  assert.deepEqual(siteSchema.parse(after), after)
  assert.deepEqual([rest, statusRest], [restBefore, statusRestBefore])

  // The end of a time for which it was kept awake is nobody's request.
  if (history === historyBefore) {
    assert.deepEqual({ ...spec, keepAwakeUntil: specBefore.keepAwakeUntil }, specBefore)
    return
  }
  assert.equal(history[0]?.at, now)
  assert.equal(changes, changesBefore + 1)
  assert.deepEqual(history.slice(1), historyBefore.slice(0, Math.max(HISTORY_LENGTH, countUnaudited(status)) - 1))

  assert.ok(specBefore.desired !== 'gone' || spec.desired === 'gone')
  assert.ok(spec.setUpRevision >= specBefore.setUpRevision && spec.retryRevision >= specBefore.retryRevision)
  assert.equal(spec.access.revision > specBefore.access.revision, spec.access !== specBefore.access)

  // The last day begins up to `maxDays` after this one, and ends before the day after it begins.
  const lifeMs = spec.expiresAt - spec.expirySetAt
  assert.ok(lifeMs > 0 && lifeMs < (defaultPolicy.maxDays + 1) * DAY_MS, `${lifeMs / DAY_MS} days`)
}
