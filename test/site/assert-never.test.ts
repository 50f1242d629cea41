import assert from 'node:assert/strict'
import { assertNever } from '../../src/site/assert-never.ts'

describe('assertNever', () => {
  it('says what came that cannot be', () => {
    const value: unknown = 'plum'
    // As from a record of a version to come: the compiler believes the type.
    const isNever = (_given: unknown): _given is never => true
    assert.ok(isNever(value))
    assert.throws(() => assertNever(value), /plum/)
  })
})
