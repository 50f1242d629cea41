import assert from 'node:assert/strict'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { digestWeek } from '../../src/site/weekly-digest.ts'
import { HOUR_MS } from '../../src/site/time.ts'

const tokyo = (time: string) => Date.parse(`${time}+09:00`)
const mondayAt = (now: number, rules: Partial<Policy> = {}) => digestWeek(now, { ...defaultPolicy, ...rules })?.monday

describe('the digest of a week', () => {
  it('is due on Monday, from the hour of warnings to the end of the day', () => {
    for (const [time, monday] of [
      ['2026-11-08T23:00', undefined],
      ['2026-11-09T09:59', undefined],
      ['2026-11-09T10:00', '2026-11-09'],
      ['2026-11-09T23:59', '2026-11-09'],
      ['2026-11-10T00:00', undefined],
      ['2026-11-10T12:00', undefined],
      ['2026-11-15T12:00', undefined],
    ] as const)
      assert.equal(mondayAt(tokyo(time)), monday, time)
    const week = digestWeek(tokyo('2026-11-09T15:00'), defaultPolicy)
    assert.deepEqual(week, { monday: '2026-11-09', at: tokyo('2026-11-09T10:00'), until: tokyo('2026-11-16T00:00') })
  })

  it('comes on the first working day, where Monday is a day off', () => {
    const holidays = ['2026-11-23', '05-03', '2027-05-04', '2027-05-05']
    assert.equal(mondayAt(tokyo('2026-11-23T12:00'), { holidays }), undefined)
    assert.equal(mondayAt(tokyo('2026-11-24T12:00'), { holidays }), '2026-11-23')
    assert.equal(mondayAt(tokyo('2026-11-25T12:00'), { holidays }), undefined)
    assert.equal(mondayAt(tokyo('2027-05-06T10:00'), { holidays }), '2027-05-03')
  })

  it('does not come in a week without working days', () => {
    const holidays = ['12-28', '12-29', '12-30', '12-31', '01-01']
    for (let hour = 0; hour < 7 * 24; hour++)
      assert.equal(mondayAt(tokyo('2026-12-28T00:00') + hour * HOUR_MS, { holidays }), undefined)
  })

  it('follows the clocks of its time zone, also in the week in which they change', () => {
    const rules = { timeZone: 'Europe/Berlin' }
    assert.equal(mondayAt(Date.parse('2027-03-22T09:00Z'), rules), '2027-03-22')
    assert.equal(mondayAt(Date.parse('2027-03-29T07:59Z'), rules), undefined)
    assert.equal(mondayAt(Date.parse('2027-03-29T08:00Z'), rules), '2027-03-29')
    const week = digestWeek(Date.parse('2027-03-22T09:00Z'), { ...defaultPolicy, ...rules })
    assert.equal(week?.until, Date.parse('2027-03-28T22:00Z'))
  })
})
