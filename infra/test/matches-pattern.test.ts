import assert from 'node:assert/strict'
import { matchesPattern } from './matches-pattern.ts'

const fits = (wanted: unknown, field?: unknown) =>
  matchesPattern({ field: [wanted] }, { ...(field !== undefined && { field }) })

describe('a filter of events', () => {
  it('is read as Lambda lists its operators', () => {
    assert.deepEqual([fits('plum', 'plum'), fits('plum', 'pear'), fits('plum')], [true, false, false])
    assert.deepEqual(
      [fits(null, null), fits(null), fits('', ''), fits(7, 7), fits(7, '7')],
      [true, false, true, true, false],
    )
    assert.deepEqual(
      [fits({ exists: true }, 'plum'), fits({ exists: true }), fits({ exists: false })],
      [true, false, true],
    )
    // Only a leaf exists.
    assert.equal(fits({ exists: true }, { S: 'plum' }), false)
    assert.deepEqual(
      [fits({ prefix: 'pl' }, 'plum'), fits({ prefix: 'pl' }, 'pear'), fits({ prefix: 'pl' })],
      [true, false, false],
    )
    assert.deepEqual([fits({ suffix: 'um' }, 'plum'), fits({ suffix: 'um' }, 'pear')], [true, false])
    assert.deepEqual(
      [fits({ 'equals-ignore-case': 'PLUM' }, 'plum'), fits({ 'equals-ignore-case': 'plum' }, 'pear')],
      [true, false],
    )
    assert.deepEqual(
      [fits({ 'anything-but': ['plum'] }, 'pear'), fits({ 'anything-but': ['plum'] }, 'plum')],
      [true, false],
    )
    assert.deepEqual([fits({ numeric: ['=', 3] }, 3), fits({ numeric: ['>', 3, '<=', 5] }, 5)], [true, true])
    assert.deepEqual([fits({ numeric: ['>', 3, '<=', 5] }, 3), fits({ numeric: ['<', 3] }, '2')], [false, false])
    assert.equal(matchesPattern({ field: ['plum', 'pear'] }, { field: 'pear' }), true)
  })

  it('is refused with any other operator, whatever the event', () => {
    const unlisted = [
      { 'anything-but': { prefix: '#' } },
      { 'anything-but': { suffix: '#' } },
      { 'anything-but': 'plum' },
      { 'anything-but': [{ prefix: '#' }] },
      { wildcard: 'pl*' },
      { cidr: '10.0.0.0/24' },
      { prefix: { 'equals-ignore-case': 'pl' } },
      { exists: 'true' },
      { exists: true, prefix: 'pl' },
      true,
      ['plum'],
    ]
    for (const wanted of unlisted) {
      assert.throws(() => fits(wanted, 'plum'), { name: 'ZodError' }, JSON.stringify(wanted))
      assert.throws(() => matchesPattern({ other: ['no'], field: ['plum', wanted] }, { field: 'plum' }), {
        name: 'ZodError',
      })
    }
    assert.throws(() => matchesPattern({ $or: [{ field: ['plum'] }] }, { field: 'plum' }), { name: 'ZodError' })
    assert.throws(() => matchesPattern({ field: [] }, {}), { name: 'ZodError' })
    assert.throws(() => matchesPattern({ field: 'plum' }, {}), { name: 'ZodError' })
  })
})
