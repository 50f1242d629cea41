import assert from 'node:assert/strict'

describe('assert.ok in tests', () => {
  it('fails without a search for its source, which may not end', () => {
    const value: unknown = undefined
    assert.throws(() => assert.ok(value), {
      name: 'AssertionError',
      message: 'Expected something truthy, not undefined',
    })
    assert.throws(() => assert.ok(value, 'no value'), { message: 'no value' })
  })
})
