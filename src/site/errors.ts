/**
 * Whether it is an error of that name. Errors are known by their names, never by `instanceof`: functions are bundled in parts
 * (tools/bundle.ts), each with classes of its own, and one part has to know what another throws.
 */
export const named =
  <E extends Error>(name: E['name']) =>
  (error: unknown): error is E =>
    error instanceof Error && error.name === name

/** No use in trying again; `reason` is a code that the views have a text for. */
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

/** The message to edit, or to answer, is not there. */
export function isMessageMissing(error: unknown): boolean {
  return isReason(error, 'message-missing')
}

/** The channel takes nothing from us; the error's message is Slack's word for why. */
export function isChannelMissing(error: unknown): error is PermanentError {
  return isReason(error, 'channel-missing')
}

/** That person can be sent nothing. */
export function isPersonUnreachable(error: unknown): boolean {
  return isReason(error, 'person-unreachable')
}

/** A service takes no more questions for now. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  /** How long it asks to wait, where it says so. */
  readonly retryAfterMs: number | undefined
  constructor(message: string, { retryAfterMs, ...options }: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
  }
}
export const isLimitError = named<LimitError>('LimitError')

/** A conditional write found another version than the one it was made from. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}
export const isConflictError = named<ConflictError>('ConflictError')

/** Refused for certain: the call had no effect, nor had an earlier one with the same token. It may be tried again, with a new one. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}
export const isRefusedError = named<RefusedError>('RefusedError')

/** No room for such a machine now; another size or zone may have some. */
export class CapacityError extends Error {
  override readonly name = 'CapacityError'
  /** How many sizes and zones there are to try in turn, this one included; at least 1. */
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
