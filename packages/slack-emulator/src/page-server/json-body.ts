import type { IncomingMessage } from 'node:http'
import { parseJson } from '../parse-json.ts'
import { readBody } from '../read-body.ts'

/** A request that cannot be served; the message tells the sender why. */
export class HttpError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'HttpError'
    this.status = status
  }
}

/** In bytes. A modal of 100 inputs with 3000 characters each is the most that a person can send. */
const MAX_BODY_SIZE = 1024 * 1024

/** @throws HttpError 400, 413 or 415 */
export async function readJsonBody(req: IncomingMessage): Promise<unknown> {
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new HttpError(415, 'The body must be application/json.')
  const body = await readBody(req, MAX_BODY_SIZE)
  if (body === undefined) throw new HttpError(413, `The body is larger than ${MAX_BODY_SIZE} bytes.`)
  const json = parseJson(body)
  if (json === undefined) throw new HttpError(400, 'The body is not JSON.')
  return json
}
