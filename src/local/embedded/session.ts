import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Browsers keep it for this site alone, and only where nobody listens. */
const NAME = '__Host-testsite'
const MAX_AGE_S = 30 * 24 * 3600

/** Of a browser that has sent the password once; as `instance/lib/access.sh`. The token is 32 bytes in hexadecimal. */
export function createSession(token: string) {
  return {
    /** For `Set-Cookie`. */
    cookie: `${NAME}=${token}; Path=/; Max-Age=${MAX_AGE_S}; Secure; HttpOnly; SameSite=Lax`,
    isIn: ({ cookie = '' }: IncomingHttpHeaders) => {
      const [, given = ''] = new RegExp(`(?:^|; *)${NAME}=([0-9a-f]{64})(?:;|$)`).exec(cookie) ?? []
      return given !== '' && timingSafeEqual(Buffer.from(given), Buffer.from(token))
    },
  }
}

/** A browser would ask for the password in the middle of a page, or wait for ever: only a page itself is worth that question. */
export function isUnasked({ authorization = '', 'sec-fetch-mode': mode }: IncomingHttpHeaders): boolean {
  return /^(cors|no-cors|same-origin|websocket)$/.test(mode ?? '') && !/^basic /i.test(authorization)
}
