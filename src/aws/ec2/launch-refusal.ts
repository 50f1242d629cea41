import { CapacityError, PermanentError, RefusedError, isPermanentError } from '../../site/errors.ts'
import { isNamed } from '../error-name.ts'
import * as z from 'zod'
import { NO_IMAGE, NO_ROOM, TOKEN_OF_OTHER_ORDER, TOKEN_SPENT, UNCLEAR } from './error-codes.ts'

/** What an error says of a launch, in the port's terms; undefined: not whether there is a machine. */
export function launchRefusal(error: unknown, where: { name: string; alternatives: number }): Error | undefined {
  if (isPermanentError(error)) return error
  if (isNamed(error, NO_ROOM)) {
    return new CapacityError(`No room for ${where.name}`, { alternatives: where.alternatives, cause: error })
  }
  if (isNamed(error, NO_IMAGE)) return new PermanentError('image-missing', { cause: error })
  if (isNamed(error, TOKEN_SPENT)) return new PermanentError('launch-token-used', { cause: error })
  // Our settings have changed since that token was used first.
  if (isNamed(error, TOKEN_OF_OTHER_ORDER)) return new PermanentError('launch-token-used', { cause: error })
  return isRefusal(error) ? new RefusedError(error.message, { cause: error }) : undefined
}

const answerSchema = z.object({
  $metadata: z.object({ httpStatusCode: z.number().min(400).max(499), attempts: z.number().default(1) }),
})
/** A proxy's words for: too late, too early, too much. */
const UNCLEAR_STATUS: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * EC2 checks permissions, quotas of the account and parameters before it launches anything, and says so with a 4xx
 * ("Error codes for the Amazon EC2 API"). Where the SDK had tried before, an earlier try may have had its effect.
 */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || isNamed(error, UNCLEAR)) return false
  const { data } = answerSchema.safeParse(error)
  return data !== undefined && data.$metadata.attempts === 1 && !UNCLEAR_STATUS.has(data.$metadata.httpStatusCode)
}
