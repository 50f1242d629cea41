import { MINUTE_MS } from '../../site/time.ts'
import { checkResponse, readWhole, type Middleware } from './check-response.ts'

/** How long a client waits, in milliseconds, and how often it tries. */
export interface Patience {
  connectMs: number
  /** For the headers of an answer, and then once more for its body. */
  answerMs: number
  /** The first included. */
  attempts: number
}

/**
 * Four attempts: what still fails then is the reconciler's to try again, which waits for longer. RunInstances and
 * CreateImage take up to five seconds.
 */
export const PATIENT: Patience = { connectMs: 1000, answerMs: 10_000, attempts: 4 }

/** Slack must have its answer within 3 s, so three attempts fit in that; a healthy table answers in 10 ms. */
export const QUICK: Patience = { connectMs: 400, answerMs: 800, attempts: 3 }

/** Lambda answers an invocation when the function has ended, and a sweep may take 15 minutes. */
export const FOR_INVOCATIONS: Patience = { connectMs: 1000, answerMs: 16 * MINUTE_MS, attempts: 3 }

interface ClientOptions {
  retryMode: string
  maxAttempts: number
  requestHandler: {
    connectionTimeout: number
    requestTimeout: number
    socketTimeout: number
    throwOnRequestTimeout: boolean
  }
  region?: string
}

interface Client {
  middlewareStack: {
    add(middleware: Middleware, options: { step: 'deserialize'; name: string; priority: 'high' | 'low' }): void
  }
}

/**
 * Every client of AWS is made here. Region (unless given), credentials and endpoint come from the SDK's own variables
 * (`AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_EC2`, …).
 *
 * `standard` tries again what was throttled or broke on the way, with growing waits and a budget, so that many sites
 * at once do not make an outage worse. `requestTimeout` ends with the headers, and only warns unless told to throw;
 * `socketTimeout` bounds silence in the body, and `readWhole` the body itself, which may come byte by byte.
 */
export function createClient<C extends Client>(
  Client: new (options: ClientOptions) => C,
  { connectMs, answerMs, attempts }: Patience,
  place: { region?: string } = {},
): C {
  const client = new Client({
    ...place,
    retryMode: 'standard',
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      socketTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
  })
  client.middlewareStack.add(checkResponse, { step: 'deserialize', name: 'checkResponse', priority: 'high' })
  client.middlewareStack.add(readWhole(answerMs), { step: 'deserialize', name: 'readWhole', priority: 'low' })
  return client
}
