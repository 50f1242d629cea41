import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { SESSION_COOKIE, sessionTokenIn } from '../../site/session.ts'

const MAX_AGE_S = 30 * 24 * 3600

/** Browsers keep the cookie for this site alone, and only where nobody listens. */
export function createSession(token: string) {
  return {
    /** For `Set-Cookie`. */
    cookie: `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${MAX_AGE_S}; Secure; HttpOnly; SameSite=Lax`,
    isIn: ({ cookie }: IncomingHttpHeaders) => {
      const given = sessionTokenIn(cookie)
      return given !== undefined && timingSafeEqual(Buffer.from(given), Buffer.from(token))
    },
  }
}

/** A browser would ask for the password in the middle of a page, or wait for ever: only a page itself is worth that question. */
export function isUnasked({ authorization = '', 'sec-fetch-mode': mode }: IncomingHttpHeaders): boolean {
  return /^(cors|no-cors|same-origin|websocket)$/.test(mode ?? '') && !/^basic /i.test(authorization)
}
