import type { IncomingMessage } from 'node:http'

/** undefined when the body is larger. The rest is read and dropped, so that the sender gets the answer. */
export async function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  const body: AsyncIterable<Buffer> = req
  for await (const bytes of body) {
    size += bytes.length
    if (size <= maxBytes) chunks.push(bytes)
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks)
}

/** The same as text. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return (await readBytes(req, maxBytes))?.toString('utf8')
}
