import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

/** By its name the SDK knows it for one that is worth another attempt. */
class BodyTimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/**
 * All that a response's body holds, once it is there; what is not a stream, as it is. The SDK bounds the wait for the headers and
 * silence after them, and a body that comes byte by byte not at all.
 */
export async function wholeBody(body: unknown, limitMs: number): Promise<unknown> {
  if (!(body instanceof Readable)) return body
  const error = new BodyTimeoutError(`The body of a response was not complete after ${limitMs} ms`)
  const timer = setTimeout(() => body.destroy(error), limitMs)
  try {
    return await buffer(body)
  } finally {
    clearTimeout(timer)
  }
}
