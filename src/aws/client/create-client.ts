import { MINUTE_MS } from '../../site/time.ts'
import { checkResponse, readWhole, type Middleware } from './check-response.ts'

/** How long a client waits, in milliseconds, and how often it tries. */
export interface Patience {
  connectMs: number
  /** For a response's headers, and then again for its body. */
  answerMs: number
  /** The first included. */
  attempts: number
}

/**
 * Four attempts; after that the reconciler retries, with longer waits. RunInstances and CreateImage take up to five seconds.
 */
export const PATIENT: Patience = { connectMs: 1000, answerMs: 10_000, attempts: 4 }

/** Three attempts fit in the 3 s that Slack waits; a healthy table responds in 10 ms. */
export const QUICK: Patience = { connectMs: 400, answerMs: 800, attempts: 3 }

/** Lambda responds when the function has ended, and a sweep may take 15 minutes. */
export const FOR_INVOCATIONS: Patience = { connectMs: 1000, answerMs: 16 * MINUTE_MS, attempts: 3 }

/**
 * More than are ever asked at once. With the SDK's 50, others wait for a socket, and `connectionTimeout` counts that as a connection
 * that can't be made.
 */
const SOCKETS = { maxSockets: 500 }

interface ClientOptions {
  retryMode: string
  maxAttempts: number
  requestHandler: {
    connectionTimeout: number
    requestTimeout: number
    socketTimeout: number
    throwOnRequestTimeout: boolean
    httpAgent: { maxSockets: number }
    httpsAgent: { maxSockets: number }
  }
  region?: string
}

interface Client {
  middlewareStack: {
    add(middleware: Middleware, options: { step: 'deserialize'; name: string; priority: 'high' | 'low' }): void
  }
}

/**
 * Creates every AWS client. Region (unless given), credentials and endpoint come from the SDK's own variables (`AWS_REGION`,
 * `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_EC2`, …).
 *
 * `standard` retries throttled and broken calls, with backoff and a budget, so that many sites at once don't make an outage
 * worse. `requestTimeout` ends with the headers, and only warns unless told to throw; `socketTimeout` limits silence in the
 * body, and `readWhole` the body as a whole, which may arrive byte by byte.
 */
export function createClient<C extends Client>(
  Client: new (options: ClientOptions) => C,
  { connectMs, answerMs, attempts }: Patience,
  target: { region?: string } = {},
): C {
  const client = new Client({
    ...target,
    retryMode: 'standard',
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      socketTimeout: answerMs,
      throwOnRequestTimeout: true,
      httpAgent: SOCKETS,
      httpsAgent: SOCKETS,
    },
  })
  client.middlewareStack.add(checkResponse, { step: 'deserialize', name: 'checkResponse', priority: 'high' })
  client.middlewareStack.add(readWhole(answerMs), { step: 'deserialize', name: 'readWhole', priority: 'low' })
  return client
}
