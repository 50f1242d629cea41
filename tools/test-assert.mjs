// @ts-check
import assert, { AssertionError } from 'node:assert/strict'

/**
 * Lets a failed `assert.ok(value)` fail at once. To quote the call, Node 20 looks for it in the source at the place where it is in the
 * compiled file, which is one long line. In a large test, that search never ends.
 */
const { ok } = assert
assert.ok = (value, message) => {
  if (value || message !== undefined) return ok(value, message)
  throw new AssertionError({
    message: `Expected something truthy, not ${String(value)}`,
    actual: value,
    expected: true,
    operator: '==',
    stackStartFn: assert.ok,
  })
}
