import assert from 'node:assert/strict'
import { dayOf, formatDate } from '../../page/date-tokens.ts'

const now = Date.UTC(2026, 10, 23, 12)
const english = { now, locale: 'en-US', timeZone: 'UTC' }
const japanese = { now, locale: 'ja-JP', timeZone: 'Asia/Tokyo' }
const tuesday = Date.UTC(2026, 11, 1, 18, 5, 9)

/** ICU puts a narrow space before AM and PM. */
const format = (text: string, at: number, viewContext: typeof english) =>
  formatDate(text, at, viewContext)?.replaceAll('\u202F', ' ')

describe('formatDate', () => {
  const cases: [format: string, english: string, japanese: string][] = [
    ['{date_num}', '2026-12-01', '2026-12-02'],
    ['{date}', 'December 1st, 2026', '2026年12月2日'],
    ['{date_short}', 'Dec 1, 2026', '2026年12月2日'],
    ['{date_long}', 'Tuesday, December 1st, 2026', '2026年12月2日水曜日'],
    ['{date_pretty}', 'December 1st, 2026', '2026年12月2日'],
    ['{date_short_pretty} {time}', 'Dec 1, 2026 6:05 PM', '2026年12月2日 3:05'],
    ['{date_long_pretty}', 'Tuesday, December 1st, 2026', '2026年12月2日水曜日'],
    ['{day_divider_pretty}', 'Tuesday, December 1st', '12月2日水曜日'],
    ['{time_secs}', '6:05:09 PM', '3:05:09'],
    ['{ago}', 'in 8 days', '8 日後'],
    ['on {date_num}!', 'on 2026-12-01!', 'on 2026-12-02!'],
  ]
  for (const [text, inEnglish, inJapanese] of cases) {
    it(`fills in ${text} in the reader’s language and time zone`, () => {
      assert.equal(format(text, tuesday, english), inEnglish)
      assert.equal(format(text, tuesday, japanese), inJapanese)
    })
  }

  it('says yesterday, today and tomorrow by the reader’s calendar', () => {
    const lateToday = Date.UTC(2026, 10, 23, 16)
    assert.equal(format('{date_pretty}', lateToday, english), 'today')
    assert.equal(format('{date_short_pretty}', lateToday, japanese), '明日')
    assert.equal(format('{date_long_pretty}', Date.UTC(2026, 10, 22, 1), english), 'yesterday')
  })

  it('uses English ordinals', () => {
    const days = [2, 3, 4, 11, 12, 13, 21, 22].map((day) => format('{date}', Date.UTC(2026, 0, day), english))
    assert.deepEqual(
      days.map((text) => text?.split(' ')[1]),
      ['2nd,', '3rd,', '4th,', '11th,', '12th,', '13th,', '21st,', '22nd,'],
    )
  })

  it('returns undefined for unknown tokens and impossible dates', () => {
    assert.equal(formatDate('{date} {nonsense}', now, english), undefined)
    assert.equal(formatDate('{date}', 1e20, english), undefined)
  })
})

describe('dayOf', () => {
  it('is the day in the reader’s time zone', () => {
    const at = Date.UTC(2026, 10, 23, 16)
    assert.deepEqual([dayOf(at, english), dayOf(at, japanese)], ['2026-11-23', '2026-11-24'])
  })
})
