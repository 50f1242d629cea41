import assert from 'node:assert/strict'
import { nextDeadline, isWarningOf, applyDeadlines, warningKey } from '../../src/site/deadlines.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { type Failure, POKOPOKO, type Site } from '../../src/site/site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { at } from './at.ts'
import { grants } from './operations/granted.ts'
import { aFailure, archive, siteThatIs } from './sites.ts'

const END = at('2026-11-20T18:00+09:00')
/** Of the last of its warnings. */
const KEY = warningKey(END, at('2026-11-19T10:00+09:00'))

/** A site that ends at END, whose warning was claimed at that moment, and posted unless it is said otherwise. */
function warned(claimedAt: number, { key = KEY, ts }: { key?: string; ts?: string | undefined } = { ts: '1.0' }): Site {
  const expiring = { key, claimedAt, channel: 'C001', ts }
  return aSite({ spec: { expiresAt: END }, status: { notifications: { expiring } } })
}

function unwarned(overrides: Overrides<Site['spec']> = {}): Site {
  return aSite({ spec: { expiresAt: END, ...overrides } })
}

function unwarnable(firstAt: number, failure: Partial<Failure> = {}): Site {
  const failures = {
    'notify-expiring': aFailure({
      policy: 'notification',
      firstAt,
      attempts: 6,
      retryAt: firstAt + DAY_MS,
      ...failure,
    }),
  }
  return aSite({ spec: { expiresAt: END }, status: { failures } })
}

function archivedWith(status: Overrides<Site['status']>): Site {
  return aSite({ spec: { desired: 'archived' }, status: { instance: undefined, route: undefined, ...status } })
}

// Its image was made on the 3rd.
const PURGE = at('2026-12-03T18:00+09:00')

describe('clockTime', () => {
  const cases: [why: string, site: Site, expected: number | undefined][] = [
    ['the end, when people were warned', warned(END - DAY_MS), END],
    ['the end, when they were warned just two hours before', warned(END - 2 * HOUR_MS), END],
    ['two hours after a warning that came late', warned(END - HOUR_MS), END + HOUR_MS],
    ['two hours after a warning that came after the end', warned(END + 5 * HOUR_MS), END + 7 * HOUR_MS],
    ['not before people were warned', unwarned(), undefined],
    ['not while a warning is claimed and not posted', warned(END - DAY_MS, { ts: undefined }), undefined],
    [
      'not when the warning was of another end',
      warned(END - DAY_MS, { key: warningKey(END - DAY_MS, END - 2 * DAY_MS), ts: '1.0' }),
      undefined,
    ],
    ['a day after the end, when all attempts to warn were in vain', unwarnable(END - DAY_MS), END + DAY_MS],
    ['a day after the first attempt, when that came late', unwarnable(END + HOUR_MS), END + HOUR_MS + DAY_MS],
    ['not after a few attempts: we may have been away ourselves', unwarnable(END, { attempts: 5 }), undefined],
    ['not after attempts before somebody asked', unwarnable(END, { retryRevision: 0 }), undefined],
    ['the end, of a life too short for a warning', unwarned({ expirySetAt: END - 2 * HOUR_MS }), END],
    ['not unwarned, of a life just long enough', unwarned({ expirySetAt: END - 2 * HOUR_MS - 1 }), undefined],
    ['the same for a sleeper', unwarned({ desired: 'asleep' }), undefined],
    ['the same for a site that failed', siteThatIs('failed'), undefined],
    ['the purge of an archive', siteThatIs('archived'), PURGE],
    ['the purge, also when it is stuck', archivedWith({ archive, failures: { revoke: aFailure() } }), PURGE],
    ['not while it is being archived', siteThatIs('archiving'), undefined],
    ['not while its image is made', archivedWith({ archive: { ...archive, state: 'pending' } }), undefined],
    ['not while people are still led there', archivedWith({ archive, route: {} }), undefined],
    ['at once, when all was lost', archivedWith({}), 0],
    ['never again', siteThatIs('purging'), undefined],
  ]
  for (const [why, site, expected] of cases) {
    it(why, () => assert.equal(nextDeadline(site, defaultPolicy), expected))
  }
})

describe('strike', () => {
  const strikeAt = (site: Site, now: number) => applyDeadlines(site, now, defaultPolicy)
  const byClock = (now: number) => ({ by: POKOPOKO, now })

  it('archives a site at its end, not before', () => {
    for (const desired of ['up', 'asleep'] as const) {
      const before = { ...warned(END - DAY_MS), spec: { ...unwarned().spec, desired } }
      assert.equal(strikeAt(before, END - 1), before)
      const spec = { desired: 'archived', archiveRequestedAt: END, retryRevision: 2 } as const
      grants((site) => strikeAt(site, END), before, spec, { action: 'expire' }, byClock(END))
    }
  })

  it('gives up a site of which nothing ever was there', () => {
    const site = aSite({
      spec: { expiresAt: END, expirySetAt: END },
      status: { instance: undefined, route: undefined, launches: 0 },
    })
    grants(
      (site) => strikeAt(site, END),
      site,
      { desired: 'gone', retryRevision: 2 },
      { action: 'expire' },
      byClock(END),
    )
  })

  it('purges an archive when its days are over, not before', () => {
    const archived = siteThatIs('archived')
    assert.equal(strikeAt(archived, PURGE - 1), archived)
    const spec = { desired: 'gone', retryRevision: 2 } as const
    grants((site) => strikeAt(site, PURGE), archived, spec, { action: 'purge' }, byClock(PURGE))
  })

  it('does each once, however late it comes', () => {
    const late = END + 400 * DAY_MS
    const expired = strikeAt(warned(END - DAY_MS), late)
    assert.deepEqual([expired.spec.desired, expired.history[0]?.at], ['archived', late])
    assert.equal(strikeAt(expired, late + DAY_MS), expired)
    const purged = strikeAt(siteThatIs('archived'), late)
    assert.equal(strikeAt(purged, late + DAY_MS), purged)
  })

  it('keeps an archive its days, however late that was made', () => {
    const late = END + 400 * DAY_MS
    const expired = strikeAt(warned(END - DAY_MS), late)
    const kept = { ...expired, status: archivedWith({ archive: { ...archive, at: late + MINUTE_MS } }).status }
    assert.equal(strikeAt(kept, late + 29 * DAY_MS), kept)
    assert.equal(strikeAt(kept, late + 31 * DAY_MS).spec.desired, 'gone')
  })

  it('leaves failures behind, so that what is due now is tried', () => {
    const stuck = aSite({ spec: { expiresAt: END, expirySetAt: END }, status: { failures: { route: aFailure() } } })
    assert.equal(strikeAt(stuck, END).spec.retryRevision, stuck.spec.retryRevision + 1)
  })
})

describe('warningKey', () => {
  it('tells warnings of one end from those of another, and from each other', () => {
    assert.ok(isWarningOf(KEY, END))
    assert.ok(!isWarningOf(KEY, END + DAY_MS))
    assert.ok(!isWarningOf(warningKey(12, 1), 1))
    assert.notEqual(KEY, warningKey(END, END - DAY_MS))
  })
})
