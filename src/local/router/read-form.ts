import type { IncomingMessage } from 'node:http'
import { MAX_FORM_BYTES } from '../../gateway/wake-form.ts'

/** The body as text, cut some way after the longest form that is read. */
export async function readForm(req: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    body += String(chunk)
    if (body.length > MAX_FORM_BYTES) {
      req.resume()
      break
    }
  }
  return body
}
