import type { IncomingMessage } from 'node:http'

/** undefined when it's larger. Rejects when the sender hangs up. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) {
    req.resume()
    return undefined
  }
  const chunks: Buffer[] = []
  let size = 0
  // Keeps the connection open on return, for the response.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('requests are read as bytes')
    const bytes: Buffer = chunk
    size += bytes.length
    if (size > maxBytes) {
      req.resume()
      return undefined
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
