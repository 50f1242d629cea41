import assert from 'node:assert/strict'
import { UserError, type UserErrorCode } from '../../src/site/user-error.ts'

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

/** `instanceof` alone would leave its parameters unknown. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof UserError
}

/** It throws a UserError with exactly this code and these parameters. */
export function refuses(request: () => unknown, code: UserErrorCode, params: object = {}): void {
  const error = refusal(request)
  assert.deepEqual([error.code, error.params], [code, params])
}
