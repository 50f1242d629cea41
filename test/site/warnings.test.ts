import assert from 'node:assert/strict'
import fc from 'fast-check'
import { dateIn, momentIn } from '../../src/site/calendar.ts'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { SHORT_NOTICE_MS, warningTimes } from '../../src/site/warnings.ts'
import { at } from './at.ts'

const berlin: Policy = { ...defaultPolicy, timeZone: 'Europe/Berlin' }
const newYork: Policy = { ...defaultPolicy, timeZone: 'America/New_York' }

describe('warningTimes', () => {
  const cases: [why: string, set: string, expires: string, warned: string[], policy?: Policy][] = [
    ['three days and one before', '2026-11-02T12:00+09:00', '2026-11-20T18:00+09:00', ['17T10:00', '19T10:00']],
    ['the Friday for a weekend', '2026-11-02T12:00+09:00', '2026-11-17T18:00+09:00', ['13T10:00', '16T10:00']],
    ['once when both fall on one Friday', '2026-11-02T12:00+09:00', '2026-11-16T18:00+09:00', ['13T10:00']],
    ['the Friday twice before a Sunday', '2026-11-02T12:00+09:00', '2026-11-15T18:00+09:00', ['12T10:00', '13T10:00']],
    ['one day before a life of two', '2026-11-17T12:00+09:00', '2026-11-19T18:00+09:00', ['18T10:00']],
    ['two hours before a life of one day', '2026-11-18T12:00+09:00', '2026-11-19T18:00+09:00', ['19T16:00']],
    ['two hours before a life of hours', '2026-11-19T12:00+09:00', '2026-11-19T18:00+09:00', ['19T16:00']],
    [
      'before a holiday',
      '2026-11-02T12:00+09:00',
      '2026-11-24T18:00+09:00',
      ['20T10:00'],
      { ...defaultPolicy, holidays: ['2026-11-23'] },
    ],
    ['two hours before over a weekend', '2026-11-14T12:00+09:00', '2026-11-15T18:00+09:00', ['15T16:00']],
    ['not at all in under two hours', '2026-11-19T16:00+09:00', '2026-11-19T18:00+09:00', []],
    [
      'two hours before, not one',
      '2026-11-18T12:00+09:00',
      '2026-11-19T00:00+09:00',
      ['18T22:00'],
      { ...defaultPolicy, warnHour: 23 },
    ],
    ['not at the moment of asking', '2026-11-17T10:00+09:00', '2026-11-20T18:00+09:00', ['19T10:00']],
    [
      'two hours before at the latest',
      '2026-11-02T12:00+09:00',
      '2026-11-20T00:00+09:00',
      ['17T22:00', '19T22:00'],
      { ...defaultPolicy, warnHour: 22 },
    ],
    ['just so in two hours and a minute', '2026-11-19T15:59+09:00', '2026-11-19T18:00+09:00', ['19T16:00']],
  ]
  for (const [why, set, expires, warned, policy = defaultPolicy] of cases) {
    it(why, () => {
      const times = warningTimes({ expirySetAt: at(set), expiresAt: at(expires) }, policy)
      assert.deepEqual(
        times,
        warned.map((time) => at(`2026-11-${time}+09:00`)),
      )
    })
  }

  const clocks: [why: string, expires: string, warned: string[], policy: Policy][] = [
    [
      'keeps its hour in a spring in Berlin',
      '2026-03-31T18:00+02:00',
      ['2026-03-27T10:00+01:00', '2026-03-30T10:00+02:00'],
      berlin,
    ],
    [
      'keeps its hour in an autumn in Berlin',
      '2026-10-27T18:00+01:00',
      ['2026-10-23T10:00+02:00', '2026-10-26T10:00+01:00'],
      berlin,
    ],
    [
      'keeps its hour in a spring in New York',
      '2026-03-10T18:00-04:00',
      ['2026-03-06T10:00-05:00', '2026-03-09T10:00-04:00'],
      newYork,
    ],
    [
      'keeps its hour in an autumn in New York',
      '2026-11-03T18:00-05:00',
      ['2026-10-30T10:00-04:00', '2026-11-02T10:00-05:00'],
      newYork,
    ],
    [
      'goes over a leap day and a month end',
      '2028-03-02T18:00+01:00',
      ['2028-02-28T10:00+01:00', '2028-03-01T10:00+01:00'],
      berlin,
    ],
  ]
  for (const [why, expires, warned, policy] of clocks) {
    it(why, () => {
      const expiresAt = at(expires)
      const times = warningTimes({ expiresAt, expirySetAt: expiresAt - 400 * HOUR_MS }, policy)
      assert.deepEqual(times, warned.map(at))
    })
  }

  it('gives two hours of real time across a skipped and a doubled hour', () => {
    for (const expires of ['2026-03-29T03:00+02:00', '2026-10-25T03:00+01:00']) {
      const expiresAt = at(expires)
      const times = warningTimes({ expiresAt, expirySetAt: expiresAt - 5 * HOUR_MS }, { ...berlin, expiryHour: 3 })
      assert.deepEqual(times, [expiresAt - 2 * HOUR_MS])
    }
  })

  it('is ascending, inside the life, on working mornings but for short notice', () => {
    const zone = fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'America/New_York')
    const hour = fc.integer({ min: 0, max: 23 })
    const life = fc.record({ zone, warnHour: hour, expiryHour: hour, day: fc.nat(800), hours: fc.nat(24 * 20) })
    fc.assert(
      fc.property(life, ({ zone: timeZone, warnHour, expiryHour, day, hours }) => {
        const policy = { ...defaultPolicy, timeZone, warnHour, expiryHour }
        const lastDay = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
        const expiresAt = momentIn(timeZone, lastDay, expiryHour)
        const expirySetAt = expiresAt - hours * HOUR_MS
        const times = warningTimes({ expiresAt, expirySetAt }, policy)
        assert.deepEqual(
          times,
          [...new Set(times)].toSorted((a, b) => a - b),
        )
        assert.ok(times.every((time) => time > expirySetAt && time <= expiresAt - SHORT_NOTICE_MS))
        assert.equal(times.length === 0, hours <= 2)
        for (const time of times) {
          const date = dateIn(timeZone, time)
          const isMorning = time === momentIn(timeZone, date, warnHour) && ![0, 6].includes(new Date(date).getUTCDay())
          assert.ok(isMorning || (times.length === 1 && time === expiresAt - SHORT_NOTICE_MS))
        }
      }),
      { numRuns: 300 },
    )
  })
})
