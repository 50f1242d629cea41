import assert from 'node:assert/strict'
import { PermanentError } from '../../src/site/errors.ts'

/** The promise rejects with a PermanentError for this reason. */
export function rejectsWithReason(promise: Promise<unknown>, reason: string): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof PermanentError && error.reason === reason)
}

/** The promise rejects with an error that is worth another try. */
export function rejectsForNow(promise: Promise<unknown>): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof Error && !(error instanceof PermanentError))
}
