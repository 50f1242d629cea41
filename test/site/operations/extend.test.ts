import assert from 'node:assert/strict'
import { defaultPolicy, type Policy } from '../../../src/site/policy.ts'
import { restore } from '../../../src/site/operations/restore.ts'
import type { ArgumentTypes } from '../../../src/site/operations/arguments.ts'
import { extend } from '../../../src/site/operations/extend.ts'
import { handOver } from '../../../src/site/operations/hand-over.ts'
import type { Site } from '../../../src/site/site.ts'
import { aSite } from '../../support/a-site.ts'
import { at } from '../at.ts'
import { refuses } from '../user-errors.ts'
import { siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

type Extension = ArgumentTypes['last-day']

const berlin: Policy = { ...defaultPolicy, timeZone: 'Europe/Berlin' }
const newYork: Policy = { ...defaultPolicy, timeZone: 'America/New_York' }

/** A site with that end, extended by U002 at that moment. */
function extended(expires: string, now: string, extension: Extension, policy = defaultPolicy): Site {
  const site = aSite({ spec: { expiresAt: at(expires), expirySetAt: at(expires) - 1 } })
  return extend.apply(site, { by: 'U002', now: at(now), policy, until: extension })
}

describe('extend', () => {
  const cases: [why: string, expires: string, now: string, extension: Extension, to: string, policy?: Policy][] = [
    ['from the last day', '2026-11-16T18:00+09:00', '2026-11-03T12:00+09:00', { days: 1 }, '2026-11-17T18:00+09:00'],
    ['in the last minute', '2026-11-16T18:00+09:00', '2026-11-16T17:59+09:00', { days: 3 }, '2026-11-19T18:00+09:00'],
    [
      'from today, when the last day has passed',
      '2026-11-16T18:00+09:00',
      '2026-11-17T09:00+09:00',
      { days: 1 },
      '2026-11-18T18:00+09:00',
    ],
    ['over the new year', '2026-12-30T18:00+09:00', '2026-12-24T12:00+09:00', { days: 14 }, '2027-01-13T18:00+09:00'],
    ['over a short month', '2027-02-27T18:00+09:00', '2027-02-20T12:00+09:00', { days: 3 }, '2027-03-02T18:00+09:00'],
    ['onto a leap day', '2028-02-28T18:00+09:00', '2028-02-20T12:00+09:00', { days: 1 }, '2028-02-29T18:00+09:00'],
    [
      'by 25 hours over an autumn night in Berlin',
      '2026-10-24T18:00+02:00',
      '2026-10-20T12:00+02:00',
      { days: 1 },
      '2026-10-25T18:00+01:00',
      berlin,
    ],
    [
      'by 23 hours over a spring night in New York',
      '2026-03-07T18:00-05:00',
      '2026-03-02T12:00-05:00',
      { days: 1 },
      '2026-03-08T18:00-04:00',
      newYork,
    ],
    [
      'by the date of its zone, not by that of UTC',
      '2026-11-16T18:00-05:00',
      '2026-11-16T21:00-05:00',
      { days: 1 },
      '2026-11-17T18:00-05:00',
      newYork,
    ],
    [
      'until a date',
      '2026-11-16T18:00+09:00',
      '2026-11-03T12:00+09:00',
      { until: '2026-12-24' },
      '2026-12-24T18:00+09:00',
    ],
    [
      'until an earlier date, too',
      '2026-11-16T18:00+09:00',
      '2026-11-03T12:00+09:00',
      { until: '2026-11-03' },
      '2026-11-03T18:00+09:00',
    ],
    [
      'until the last date there is',
      '2026-11-16T18:00+09:00',
      '2026-11-03T12:00+09:00',
      { until: '2027-02-01' },
      '2027-02-01T18:00+09:00',
    ],
  ]
  for (const [why, expires, now, extension, to, policy] of cases) {
    it(why, () => {
      const { spec } = extended(expires, now, extension, policy)
      assert.equal(new Date(spec.expiresAt).toISOString(), new Date(at(to)).toISOString())
      assert.equal(spec.expirySetAt, at(now))
    })
  }

  it('changes the expiry, from which warnings count anew, and nothing else', () => {
    const to = at('2026-11-23T18:00+09:00')
    const later = (site: Site) =>
      extend.apply(site, { ...REQUEST, seenExpiry: site.spec.expiresAt, until: { days: 7 } })
    for (const phase of ['ready', 'asleep', 'failed'] as const) {
      grants(later, siteThatIs(phase), { expiresAt: to, expirySetAt: REQUEST.now }, { action: 'extend', to })
    }
  })

  const NOW = '2026-11-03T12:00+09:00'
  const END = '2026-11-16T18:00+09:00'

  it('refuses what has passed, saying which day is the first', () => {
    const until = (date: string, now = NOW) => extended(END, now, { until: date })
    refuses(() => until('2026-11-02'), 'date-past', { first: '2026-11-03' })
    refuses(() => until('2026-11-03', '2026-11-03T18:00+09:00'), 'date-past', { first: '2026-11-04' })
  })

  it('refuses to go beyond the most days from now, however they are asked for', () => {
    const beyond = { last: '2027-02-01', maxDays: 90 }
    refuses(() => extended(END, NOW, { until: '2027-02-02' }), 'date-too-late', beyond)
    refuses(() => extended('2027-02-01T18:00+09:00', NOW, { days: 1 }), 'date-too-late', beyond)
    refuses(() => extended(END, NOW, { days: 100_000 }), 'date-too-late', beyond)
  })

  it('refuses what is no date', () => {
    for (const text of ['', 'tomorrow', '2026-02-29', '11/20']) {
      refuses(() => extended(END, NOW, { until: text }), 'date-unreadable', { text })
    }
  })

  it('extends once for one message, saying to the second who came first', () => {
    const site = aSite()
    const click = { ...REQUEST, until: { days: 7 }, seenExpiry: site.spec.expiresAt }
    const first = extend.apply(site, click)
    const { expiresAt } = first.spec
    refuses(() => extend.apply(first, { ...click, by: 'U003' }), 'already-extended', {
      name: 'plum',
      by: 'U002',
      expiresAt,
    })
  })

  it('is the same when a date is asked for twice', () => {
    const until = { until: '2026-12-24' }
    const once = extended(END, NOW, until)
    const twice = extend.apply(once, { ...REQUEST, now: at(NOW), until })
    assert.deepEqual(twice.spec, once.spec)
  })
})

describe('the form of extend', () => {
  const expectSeen = (site: Site, seenExpiry?: number) => extend.expectPossible(site, { seenExpiry })
  const expiresAt = at('2026-11-16T18:00+09:00')

  it('holds for the expiry as it is, and where none was seen', () => {
    const site = aSite({ spec: { expiresAt } })
    for (const seen of [expiresAt, undefined]) expectSeen(site, seen)
  })

  it('names who moved the expiry last, whatever was asked since', () => {
    const restored = restore.apply(siteThatIs('archived'), REQUEST)
    const handed = handOver.apply(restored, { ...REQUEST, by: 'U003', owner: 'U004' })
    refuses(() => expectSeen(handed, 1), 'already-extended', { name: 'plum', by: 'U002', expiresAt })
  })

  it('names the owner where the history no longer tells', () => {
    const site = aSite({ spec: { expiresAt }, history: [] })
    refuses(() => expectSeen(site, 1), 'already-extended', { name: 'plum', by: 'U001', expiresAt })
  })
})
