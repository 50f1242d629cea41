import type { IncomingMessage } from 'node:http'

/** undefined when the body is larger. The rest is read and dropped, so that the sender gets the answer. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  const body: AsyncIterable<Buffer> = req
  for await (const bytes of body) {
    size += bytes.length
    if (size <= maxBytes) chunks.push(bytes)
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8')
}
