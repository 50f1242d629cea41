import assert from 'node:assert/strict'
import { isConfigError } from '../src/config-error.ts'
import { holidayDates } from '../src/holiday-dates.ts'
import { publicHolidays, withHolidayDates } from '../src/holidays.ts'
import { defaultPolicy } from '../src/site/policy.ts'
import { japaneseHolidays } from './support/japanese-holidays.ts'

describe('public holidays', () => {
  for (const [year, dates] of Object.entries(japaneseHolidays).filter(([of]) => Number(of) >= holidayDates.firstYear)) {
    it(`of Japan are those that the Cabinet Office publishes for ${year}`, () => {
      const published = dates.split(' ').map((date) => `${year}-${date}`)
      assert.deepEqual(publicHolidays('JP', Number(year)), published)
    })
  }

  it('are those of a part of a country, where one is named', () => {
    const epiphanyAnd = (place: string) => publicHolidays(place, 2027).filter((date) => date < '2027-03')
    assert.deepEqual(epiphanyAnd('DE'), ['2027-01-01'])
    assert.deepEqual(epiphanyAnd('DE-BY'), ['2027-01-01', '2027-01-06'])
    assert.ok(publicHolidays('DE-BY-A', 2027).includes('2027-08-08'), "Augsburg's own")
  })

  it('are all days of one that lasts several, and no half days', () => {
    const inChina = publicHolidays('CN', 2026)
    assert.deepEqual(
      inChina.filter((date) => date.startsWith('2026-10')),
      ['2026-10-01', '2026-10-02', '2026-10-03'],
    )
    assert.ok(!inChina.includes('2026-05-04'), 'Youth Day: from noon, for some')
    assert.ok(publicHolidays('AE', 2026).includes('2026-03-22'), 'the third day of Eid al-Fitr')
  })
})

describe('the setting of days off', () => {
  const daysOff = (...holidays: string[]) => withHolidayDates({ ...defaultPolicy, holidays }).holidays

  it('has dates in place of countries, of this year and the next five', () => {
    const year = new Date().getUTCFullYear()
    const days = daysOff('12-29', 'JP', '2027-01-04')
    assert.deepEqual([days[0], days.at(-1)], ['12-29', '2027-01-04'])
    const newYears = days.filter((day) => day.endsWith('-01-01'))
    assert.deepEqual(
      newYears,
      Array.from({ length: 6 }, (_, ahead) => `${year + ahead}-01-01`),
    )
    assert.deepEqual(daysOff(), [])
  })

  it('refuses places that it does not know, and says what to do', () => {
    const problem = /^holidays: has public holidays of no XX, DE-XX, DE-BY-XX: write dates, for example \["JP",/
    assert.throws(
      () => daysOff('XX', 'DE-XX', 'DE-BY', 'DE-BY-XX'),
      (error) => isConfigError(error) && problem.test(error.message),
    )
  })
})
