import { LimitError } from '../site/errors.ts'
import { isNamed } from './error-name.ts'

/** Sources: the services' "Common errors"; for EC2 "Request throttling for the Amazon EC2 API"; and what the SDK takes for throttling. */
const LIMITED: ReadonlySet<string> = new Set([
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
])

/** A client's middleware: what is still throttled when the SDK has tried it all the times that it does is a LimitError. */
export const translateLimits =
  <Args, Output>(next: (args: Args) => Promise<Output>) =>
  async (args: Args): Promise<Output> => {
    try {
      return await next(args)
    } catch (error) {
      if (!isNamed(error, LIMITED)) throw error
      throw new LimitError('AWS is asked too much', { cause: error })
    }
  }

/** Where it stands: before all further tries. */
export const aroundTries = { step: 'initialize', name: 'limits' } as const
