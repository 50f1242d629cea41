import assert from 'node:assert/strict'
import { checkExpiryDate, defaultExpiryDate, expiryOn, expiryRange, laterBy } from '../../src/site/expiry.ts'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { at } from './at.ts'
import { refuses } from './user-errors.ts'

const berlin: Policy = { ...defaultPolicy, timeZone: 'Europe/Berlin' }
const newYork: Policy = { ...defaultPolicy, timeZone: 'America/New_York' }
const NOON = at('2026-11-02T12:00+09:00')

describe('expiryOn', () => {
  it('is the same hour on the wall in summer and winter', () => {
    assert.equal(expiryOn('2026-10-24', berlin), at('2026-10-24T18:00+02:00'))
    assert.equal(expiryOn('2026-10-25', berlin), at('2026-10-25T18:00+01:00'))
    assert.equal(expiryOn('2026-03-08', newYork), at('2026-03-08T18:00-04:00'))
    assert.equal(expiryOn('2026-11-01', newYork), at('2026-11-01T18:00-05:00'))
  })

  it('is moved with an hour that is skipped, and takes the first of a doubled one', () => {
    assert.equal(expiryOn('2026-03-29', { ...berlin, expiryHour: 2 }), at('2026-03-29T03:00+02:00'))
    assert.equal(expiryOn('2026-11-01', { ...newYork, expiryHour: 1 }), at('2026-11-01T01:00-04:00'))
  })
})

describe('expiryRange', () => {
  it('begins today until the hour has come, and ends after the most days', () => {
    const range = (now: string) => expiryRange(at(now), defaultPolicy)
    assert.deepEqual(range('2026-11-02T17:59+09:00'), { first: '2026-11-02', last: '2027-01-31' })
    assert.deepEqual(range('2026-11-02T18:00+09:00'), { first: '2026-11-03', last: '2027-01-31' })
    assert.deepEqual(range('2026-11-02T23:59+09:00'), { first: '2026-11-03', last: '2027-01-31' })
  })

  it('goes by the date of the zone', () => {
    assert.deepEqual(expiryRange(at('2026-11-03T04:00Z'), newYork), { first: '2026-11-03', last: '2027-01-31' })
    assert.deepEqual(expiryRange(at('2026-11-03T12:00+09:00'), newYork), { first: '2026-11-03', last: '2027-01-31' })
  })
})

describe('checkExpiryDate', () => {
  const check = (date: string, policy = defaultPolicy) => checkExpiryDate(date, NOON, policy)

  it('takes the first and the last day', () => {
    assert.equal(check('2026-11-02'), at('2026-11-02T18:00+09:00'))
    assert.equal(check('2027-01-31'), at('2027-01-31T18:00+09:00'))
  })

  it('refuses the days before and after them, saying which they are', () => {
    refuses(() => check('2026-11-01'), 'date-past', { first: '2026-11-02' })
    refuses(() => check('2027-02-01'), 'date-too-late', { last: '2027-01-31', maxDays: 90 })
  })

  it('refuses what is no date', () => {
    for (const text of ['', 'friday', '2026-02-30', '2026-11-2'])
      refuses(() => check(text), 'date-unreadable', { text })
  })

  it('counts days over a leap day', () => {
    const now = at('2028-02-01T12:00+09:00')
    const policy = { ...defaultPolicy, maxDays: 29 }
    assert.equal(checkExpiryDate('2028-03-01', now, policy), at('2028-03-01T18:00+09:00'))
    refuses(() => checkExpiryDate('2028-03-02', now, policy), 'date-too-late', { last: '2028-03-01', maxDays: 29 })
  })
})

describe('laterBy', () => {
  it('counts from the last day, or from today when that has passed', () => {
    const expiresAt = at('2026-11-05T18:00+09:00')
    assert.equal(laterBy(7, expiresAt, NOON, defaultPolicy), '2026-11-12')
    assert.equal(laterBy(7, expiresAt, at('2026-11-06T09:00+09:00'), defaultPolicy), '2026-11-13')
  })

  it('is as many days over a change of clocks and a month end', () => {
    assert.equal(laterBy(1, at('2026-10-24T18:00+02:00'), NOON, berlin), '2026-11-03')
    assert.equal(laterBy(1, at('2026-10-24T18:00+02:00'), at('2026-10-20T12:00Z'), berlin), '2026-10-25')
    assert.equal(laterBy(3, at('2026-01-30T18:00+01:00'), 0, berlin), '2026-02-02')
  })
})

describe('defaultExpiryDate', () => {
  it('is the usual days from today, and no more than the most', () => {
    assert.equal(defaultExpiryDate(NOON, defaultPolicy), '2026-11-16')
    assert.equal(defaultExpiryDate(NOON, { ...defaultPolicy, maxDays: 5 }), '2026-11-07')
  })
})
