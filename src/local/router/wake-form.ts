import type { IncomingMessage } from 'node:http'

/** Far more than a user name and a password take. */
const MAX_BODY_BYTES = 4096

/** Reads the form of the asleep page; undefined when that is not what was sent. */
export async function readWakeForm(req: IncomingMessage): Promise<{ user: string; password: string } | undefined> {
  let body = ''
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    body += String(chunk)
    if (body.length > MAX_BODY_BYTES) {
      req.resume()
      return undefined
    }
  }
  const form = new URLSearchParams(body)
  const user = form.get('user')
  const password = form.get('password')
  return user === null || password === null ? undefined : { user, password }
}
