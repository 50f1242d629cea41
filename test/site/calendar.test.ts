import assert from 'node:assert/strict'
import fc from 'fast-check'
import sinon from 'sinon'
import * as z from 'zod'
import { addDays, dateIn, isDate, momentIn, workingDayUpTo } from '../../src/site/calendar.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { setEnvironment } from '../support/set-environment.ts'
import { at } from './at.ts'

const ZONES = ['Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Asia/Kathmandu', 'UTC']
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days))

const calendarSchema = z.object({ momentIn: z.custom<typeof momentIn>((value) => typeof value === 'function') })

describe('momentIn', () => {
  const cases: [zone: string, date: string, hour: number, moment: string, why: string][] = [
    ['Asia/Tokyo', '2026-11-02', 18, '2026-11-02T18:00+09:00', 'a plain day'],
    ['Asia/Tokyo', '2026-11-02', 0, '2026-11-02T00:00+09:00', 'midnight'],
    ['Asia/Kathmandu', '2026-11-02', 10, '2026-11-02T10:00+05:45', 'an offset of quarters'],
    ['Europe/Berlin', '2026-03-28', 18, '2026-03-28T18:00+01:00', 'the day before spring'],
    ['Europe/Berlin', '2026-03-29', 1, '2026-03-29T01:00+01:00', 'just before the skipped hour'],
    ['Europe/Berlin', '2026-03-29', 2, '2026-03-29T03:00+02:00', 'the skipped hour'],
    ['Europe/Berlin', '2026-03-29', 3, '2026-03-29T03:00+02:00', 'just after the skipped hour'],
    ['Europe/Berlin', '2026-10-25', 1, '2026-10-25T01:00+02:00', 'just before the doubled hour'],
    ['Europe/Berlin', '2026-10-25', 2, '2026-10-25T02:00+02:00', 'the doubled hour'],
    ['Europe/Berlin', '2026-10-25', 3, '2026-10-25T03:00+01:00', 'just after the doubled hour'],
    ['Europe/Berlin', '2026-10-25', 18, '2026-10-25T18:00+01:00', 'the evening after'],
    ['Europe/Berlin', '2026-10-26', 2, '2026-10-26T02:00+01:00', 'the day after'],
    ['America/New_York', '2026-03-08', 2, '2026-03-08T03:00-04:00', 'the skipped hour'],
    ['America/New_York', '2026-03-08', 18, '2026-03-08T18:00-04:00', 'the evening after'],
    ['America/New_York', '2026-11-01', 1, '2026-11-01T01:00-04:00', 'the doubled hour'],
    ['America/New_York', '2026-11-01', 2, '2026-11-01T02:00-05:00', 'just after the doubled hour'],
    ['America/Havana', '2026-03-08', 0, '2026-03-08T01:00-04:00', 'a skipped midnight'],
    ['America/Havana', '2026-11-01', 0, '2026-11-01T00:00-04:00', 'a doubled midnight'],
    ['Australia/Lord_Howe', '2026-10-04', 2, '2026-10-04T02:30+11:00', 'half an hour skipped'],
    ['Australia/Lord_Howe', '2026-04-05', 2, '2026-04-05T02:00+10:30', 'half an hour doubled before it'],
  ]
  // What was chosen in summer must still be the same moment when it's asked for again in winter, and on a laptop anywhere. Each has
  // a module of its own, since results are remembered.
  for (const season of ['2026-01-15T00:00Z', '2026-07-15T00:00Z']) {
    for (const processZone of ['UTC', 'Europe/Berlin', 'America/New_York']) {
      describe(`asked on ${season.slice(0, 10)} by a process in ${processZone}`, () => {
        let clock: sinon.SinonFakeTimers
        let fresh: z.infer<typeof calendarSchema>
        let restore: () => void
        before(async () => {
          const copy: unknown = await import(`../../src/site/calendar.ts?${season}${processZone}`)
          fresh = calendarSchema.parse(copy)
          clock = sinon.useFakeTimers({ now: at(season), toFake: ['Date'] })
          restore = setEnvironment({ TZ: processZone })
          assert.equal(new Intl.DateTimeFormat().resolvedOptions().timeZone, processZone)
        })
        after(() => {
          clock.restore()
          restore()
        })
        for (const [zone, date, hour, moment, why] of cases) {
          it(`${zone} ${date} ${hour}:00, ${why}`, () => {
            assert.equal(new Date(fresh.momentIn(zone, date, hour)).toISOString(), new Date(at(moment)).toISOString())
          })
        }
      })
    }
  }

  it('is on that date at any hour, and later the later the hour', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), day, fc.integer({ min: 0, max: 22 }), (zone, date, hour) => {
        const moment = momentIn(zone, date, hour)
        assert.equal(dateIn(zone, moment), date)
        assert.ok(moment <= momentIn(zone, date, hour + 1))
        assert.ok(momentIn(zone, addDays(date, 1), hour) - moment >= DAY_MS - HOUR_MS)
      }),
      { numRuns: 200 },
    )
  })
})

describe('dateIn', () => {
  it('turns at midnight of the zone', () => {
    assert.equal(dateIn('Asia/Tokyo', at('2026-11-02T23:59:59+09:00')), '2026-11-02')
    assert.equal(dateIn('Asia/Tokyo', at('2026-11-03T00:00:00+09:00')), '2026-11-03')
    assert.equal(dateIn('America/New_York', at('2026-12-31T23:59-05:00')), '2026-12-31')
    assert.equal(dateIn('America/New_York', at('2027-01-01T04:59Z')), '2026-12-31')
  })

  it('is the same date through a skipped and a doubled hour', () => {
    assert.equal(dateIn('Europe/Berlin', at('2026-03-29T23:30+02:00')), '2026-03-29')
    assert.equal(dateIn('Europe/Berlin', at('2026-10-25T00:30+02:00')), '2026-10-25')
    assert.equal(dateIn('Europe/Berlin', at('2026-10-25T23:30+01:00')), '2026-10-25')
  })
})

describe('addDays', () => {
  const cases: [from: string, days: number, to: string][] = [
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-02-29', 365, '2029-02-28'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
  ]
  for (const [from, days, to] of cases) it(`${from} and ${days} is ${to}`, () => assert.equal(addDays(from, days), to))
})

describe('isDate', () => {
  it('accepts dates that exist', () => {
    for (const text of ['2026-11-02', '2028-02-29', '2026-12-31']) assert.ok(isDate(text), text)
  })

  it('refuses all else', () => {
    const texts = ['', 'tomorrow', '2026-02-29', '2026-04-31', '2026-13-01', '2026-1-1', '2026-11-02 ', '02.11.2026']
    for (const text of [...texts, '2026-11-02T00:00Z', '2026-11-02\n', '20261102', '２０２６-11-02']) {
      assert.ok(!isDate(text), text)
    }
  })
})

describe('workingDayUpTo', () => {
  it('goes back from a weekend to its Friday, over a month end too', () => {
    const week = ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02', '2026-11-06']
    const friday = '2026-10-30'
    assert.deepEqual(
      week.map((date) => workingDayUpTo(date, [])),
      [friday, friday, friday, '2026-11-02', '2026-11-06'],
    )
  })

  it('goes back over holidays, and days off of each year', () => {
    const holidays = ['2027-04-29', '2027-05-03', '2027-05-04', '2027-05-05', '12-30', '12-31', '01-01']
    assert.equal(workingDayUpTo('2027-05-05', holidays), '2027-04-30', 'a Friday')
    assert.equal(workingDayUpTo('2027-04-29', holidays), '2027-04-28')
    assert.equal(workingDayUpTo('2028-05-05', holidays), '2028-05-05')
    for (const year of [2026, 2032]) assert.equal(workingDayUpTo(`${year + 1}-01-01`, holidays), `${year}-12-29`)
  })

  it('is that day where there is no working day in the month before', () => {
    const all = Array.from({ length: 366 }, (_, day) => addDays('2028-01-01', day).slice(5))
    assert.equal(workingDayUpTo('2027-05-05', all), '2027-05-05')
  })
})
