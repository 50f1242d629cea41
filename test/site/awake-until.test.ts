import assert from 'node:assert/strict'
import { readAwakeUntil } from '../../src/site/awake-until.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { at } from './at.ts'
import { refusal } from './user-errors.ts'

describe('readAwakeUntil', () => {
  const policy = { ...defaultPolicy, maxDays: 30 }
  const read = (typed: string, now = '2026-11-04T20:00+09:00', locale: 'en' | 'ja' = 'en') =>
    readAwakeUntil(typed, { now: at(now), policy, locale })

  it('reads tonight, which is yesterday’s night until the morning', () => {
    for (const typed of ['tonight', 'Today', '今夜', '今晩', '今日', ' 今夜まで '])
      assert.equal(read(typed), '2026-11-04')
    assert.equal(read('tonight', '2026-11-05T02:00+09:00'), '2026-11-04')
    assert.equal(read('tonight', '2026-11-05T07:00+09:00'), '2026-11-05')
  })

  it('reads days from then, and dates', () => {
    assert.deepEqual(
      ['3', '2 weeks', 'tomorrow', '2026-12-04'].map((typed) => read(typed)),
      ['2026-11-07', '2026-11-18', '2026-11-05', '2026-12-04'],
    )
    assert.equal(read('11/9', undefined, 'ja'), '2026-11-09')
  })

  it('refuses what is no date, is over, or is too far', () => {
    const codeOf = (typed: string) => refusal(() => read(typed)).code
    assert.deepEqual(['soon', '2026-02-30', '2026-11-03', '2026-12-05'].map(codeOf), [
      'date-unreadable',
      'date-unreadable',
      'date-past',
      'date-too-late',
    ])
  })
})
