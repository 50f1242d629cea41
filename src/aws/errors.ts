import { LimitError, undefinedIf } from '../site/errors.ts'

/**
 * Is it an error of a service with one of these names? Services put their error codes into `name`; their texts are for
 * people and change, so nothing here looks at them.
 */
export function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}

/** What `call` gives; undefined when it fails with one of these names. */
export function unlessNamed<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  return undefinedIf((error) => isNamed(error, names), call())
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

/** A client's middleware: what is still throttled when the SDK has tried it all the times that it does is a LimitError. */
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

/** Where it stands: before all further tries. */
export const aroundTries = { step: 'initialize', name: 'limits' } as const
