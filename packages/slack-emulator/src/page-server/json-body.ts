import type { IncomingMessage } from 'node:http'
import { HttpError } from './http-error.ts'

/** In bytes. A modal of 100 inputs with 3000 characters each is the most that a person can send. */
const MAX_BODY_SIZE = 1024 * 1024

/**
 * The body of a request, read as JSON.
 * @throws HttpError 400, 413 or 415
 */
export async function readJsonBody(req: IncomingMessage): Promise<unknown> {
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new HttpError(415, 'The body must be application/json.')
  const chunks: Buffer[] = []
  let size = 0
  const body: AsyncIterable<Buffer> = req
  for await (const bytes of body) {
    size += bytes.length
    // The rest is read and dropped, so that the sender gets to see the answer.
    if (size <= MAX_BODY_SIZE) chunks.push(bytes)
  }
  if (size > MAX_BODY_SIZE) throw new HttpError(413, `The body is larger than ${MAX_BODY_SIZE} bytes.`)
  return parse(Buffer.concat(chunks).toString('utf8'))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HttpError(400, 'The body is not JSON.', { cause })
  }
}
