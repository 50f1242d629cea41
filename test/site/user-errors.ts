import assert from 'node:assert/strict'
import { isUserError, type UserError, type UserErrorCode } from '../../src/site/user-error.ts'

/** The UserError that it throws; anything else, or nothing, fails the test. */
export function refusal(request: () => unknown): UserError {
  try {
    request()
  } catch (error) {
    assert.ok(isUserError(error), String(error))
    return error
  }
  return assert.fail('It was not refused')
}

/** It throws a UserError with exactly this code and these parameters. */
export function refuses(request: () => unknown, code: UserErrorCode, params: object = {}): void {
  const error = refusal(request)
  assert.deepEqual([error.code, error.params], [code, params])
}
