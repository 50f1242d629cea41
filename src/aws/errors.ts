import { LimitError, undefinedIf } from '../site/errors.ts'

/**
 * Is it an error of a service with one of these codes? The SDK puts them into `name`. Messages are for people and change, so
 * no code depends on them.
 */
export function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}

/** What the call resolves with; undefined when it fails with one of these codes. */
export function unlessNamed<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  return undefinedIf((error) => isNamed(error, names), call())
}

/** DynamoDB wrote nothing, since the condition doesn't hold. */
export function isConditionRejected(error: unknown): boolean {
  return isNamed(error, ['ConditionalCheckFailedException'])
}

/** Sources: the services' "Common errors"; for EC2 "Request throttling for the Amazon EC2 API"; and what the SDK takes for throttling. */
export const THROTTLED = [
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]

/** A client's middleware: what is still throttled after the SDK's own retries becomes a LimitError. */
export const translateLimits =
  <Args, Output>(next: (args: Args) => Promise<Output>) =>
  async (args: Args): Promise<Output> => {
    try {
      return await next(args)
    } catch (error) {
      if (!isNamed(error, THROTTLED)) throw error
      throw new LimitError('AWS is asked too much', { cause: error })
    }
  }

/** Outside the SDK's retries. */
export const aroundTries = { step: 'initialize', name: 'limits' } as const
