import assert from 'node:assert/strict'
import { holidayDates } from '../../src/holiday-dates.ts'
import { publicHolidays } from '../../src/holidays.ts'
import { datesOfAll } from '../../tools/holidays/dates-of-all.ts'
import * as library from '../../tools/holidays/public-holidays.ts'
import { japaneseHolidays } from '../support/japanese-holidays.ts'

const zoneOfProcess = process.env['TZ']

describe('the holidays of date-holidays', () => {
  afterEach(() => {
    if (zoneOfProcess === undefined) delete process.env['TZ']
    else process.env['TZ'] = zoneOfProcess
  })

  for (const [year, dates] of Object.entries(japaneseHolidays)) {
    it(`are for Japan those that the Cabinet Office publishes for ${year}`, () => {
      const published = dates.split(' ').map((date) => `${year}-${date}`)
      for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
        process.env['TZ'] = zone
        assert.deepEqual(library.publicHolidays('JP', [Number(year)]).toSorted(), published, zone)
      }
    })
  }

  it('are those that src/holiday-dates.ts has: npm run holidays', () => {
    const { firstYear, lastYear } = holidayDates
    assert.deepEqual(datesOfAll({ firstYear, lastYear }), holidayDates)
  })

  it('are read from there as they are, of parts as well', () => {
    const { firstYear, lastYear } = holidayDates
    for (const place of ['JP', 'DE', 'DE-BY', 'DE-BY-A', 'ES-CN', 'CN', 'GB-SCT', 'CH-TI']) {
      for (const year of [firstYear, lastYear]) {
        const expected = [...new Set(library.publicHolidays(place, [year]))].toSorted()
        assert.deepEqual(publicHolidays(place, year), expected, `${place} ${year}`)
      }
    }
  })

  it('reach as far ahead as settings do', () => {
    assert.ok(holidayDates.lastYear >= new Date().getUTCFullYear() + 5, 'npm run holidays')
  })
})
