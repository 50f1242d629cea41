/**
 * Is it an error of that name? Errors are recognized by their names, never by `instanceof`: functions are bundled in parts
 * (tools/bundle.ts), each with classes of its own, and one part has to recognize what another throws.
 */
export const named =
  <E extends Error>(name: E['name']) =>
  (error: unknown): error is E =>
    error instanceof Error && error.name === name

/** Another attempt can't help. `reason` is a code for which the views have a text. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'
  readonly reason: string
  constructor(reason: string, options?: { cause?: unknown; message?: string }) {
    super(options?.message ?? reason, options)
    this.reason = reason
  }
}
export const isPermanentError = named<PermanentError>('PermanentError')

export function isReason(error: unknown, reason: string): error is PermanentError {
  return isPermanentError(error) && error.reason === reason
}

/** The message to edit or answer is gone. */
export function isMessageMissing(error: unknown): boolean {
  return isReason(error, 'message-missing')
}

/** The app can't post in the channel. The error's message is Slack's error code. */
export function isChannelMissing(error: unknown): error is PermanentError {
  return isReason(error, 'channel-missing')
}

/** The app can't message that person. */
export function isPersonUnreachable(error: unknown): boolean {
  return isReason(error, 'person-unreachable')
}

/** A service throttles us. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  /** How long it asks us to wait, if it says so. */
  readonly retryAfterMs: number | undefined
  constructor(message: string, { retryAfterMs, ...options }: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
  }
}
export const isLimitError = named<LimitError>('LimitError')

/** A conditional write failed: another process saved first. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}
export const isConflictError = named<ConflictError>('ConflictError')

/** The call certainly had no effect, nor had an earlier one with the same token. It may be tried again with a new token. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError'
}
export const isRejectedError = named<RejectedError>('RejectedError')

/** There is no capacity for such a machine now; another size or zone may have some. */
export class CapacityError extends Error {
  override readonly name = 'CapacityError'
  /** How many combinations of size and zone there are to try, including this one; at least 1. */
  readonly alternatives: number
  constructor(message: string, { alternatives = 1, ...options }: { alternatives?: number; cause?: unknown } = {}) {
    super(message, options)
    this.alternatives = alternatives
  }
}
export const isCapacityError = named<CapacityError>('CapacityError')

/** Such as ENOENT, of errors of the system and of libraries. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** What the promise resolves with; undefined when it rejects with such an error. */
export async function undefinedIf<T>(isSuch: (error: unknown) => boolean, promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (isSuch(error)) return undefined
    throw error
  }
}
