import { KnownError } from './known-error.ts'

/** No use in trying again; `reason` is a code that the views have a text for. */
export class PermanentError extends KnownError {
  static override readonly kind: string = 'PermanentError'
  override name = 'PermanentError'
  readonly reason: string
  constructor(reason: string, options?: { cause?: unknown; message?: string }) {
    super(options?.message ?? reason, options)
    this.reason = reason
  }
}

/** The message to edit, or to answer, is not there. */
export function isMessageMissing(error: unknown): boolean {
  return error instanceof PermanentError && error.reason === 'message-missing'
}

/** The channel takes nothing from us; the error's message is Slack's word for why. */
export function isChannelMissing(error: unknown): error is PermanentError {
  return error instanceof PermanentError && error.reason === 'channel-missing'
}

/** That person can be sent nothing. */
export function isPersonUnreachable(error: unknown): boolean {
  return error instanceof PermanentError && error.reason === 'person-unreachable'
}

/** A service takes no more questions for now. */
export class LimitError extends KnownError {
  static override readonly kind: string = 'LimitError'
  override name = 'LimitError'
  /** How long it asks to wait, where it says so. */
  readonly retryAfterMs: number | undefined
  constructor(message: string, { retryAfterMs, ...options }: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
  }
}

/** A conditional write found another version than the one it was made from. */
export class ConflictError extends KnownError {
  static override readonly kind: string = 'ConflictError'
  override name = 'ConflictError'
}

/** Refused for certain: the call had no effect, nor had an earlier one with the same token. It may be tried again, with a new one. */
export class RefusedError extends KnownError {
  static override readonly kind: string = 'RefusedError'
  override name = 'RefusedError'
}

/** No room for such a machine now; another size or zone may have some. */
export class CapacityError extends KnownError {
  static override readonly kind: string = 'CapacityError'
  override name = 'CapacityError'
  /** How many sizes and zones there are to try in turn, this one included; at least 1. */
  readonly alternatives: number
  constructor(message: string, { alternatives = 1, ...options }: { alternatives?: number; cause?: unknown } = {}) {
    super(message, options)
    this.alternatives = alternatives
  }
}
