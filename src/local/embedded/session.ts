import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Access } from './basic-auth.ts'

/** Browsers keep it for this site alone, and only where nobody listens. */
const NAME = '__Host-testsite'
const MAX_AGE_S = 30 * 24 * 3600

/** Of a browser that has sent the password once; as `instance/lib/access.sh`. It's made of the password, so a change ends all sessions. */
export function createSession({ user, passwordHash }: Access, key: string) {
  const token = createHmac('sha256', key).update(`${user}:${passwordHash}`).digest()
  return {
    /** For `Set-Cookie`. */
    cookie: `${NAME}=${token.toString('hex')}; Path=/; Max-Age=${MAX_AGE_S}; Secure; HttpOnly; SameSite=Lax`,
    isIn: ({ cookie = '' }: IncomingHttpHeaders) => {
      const [, given = ''] = new RegExp(`(?:^|; *)${NAME}=([0-9a-f]{64})(?:;|$)`).exec(cookie) ?? []
      return given !== '' && timingSafeEqual(Buffer.from(given, 'hex'), token)
    },
  }
}

/** A browser would ask for the password in the middle of a page, or wait for ever: only a page itself is worth that question. */
export function isUnasked({ authorization = '', 'sec-fetch-mode': mode }: IncomingHttpHeaders): boolean {
  return mode !== undefined && mode !== 'navigate' && !authorization.startsWith('Basic ')
}
