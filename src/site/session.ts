import { createHash } from 'node:crypto'

/** Of a browser that has sent the password once (`instance/lib/access.sh`): 32 random bytes in hexadecimal, the same for all visitors. */
export const SESSION_COOKIE = '__Host-testsite'

const GIVEN = new RegExp(`(?:^|[;,] *)${SESSION_COOKIE}=([0-9a-f]{64})(?:[;,]|$)`)

/** The token in a `Cookie` header; several headers may be joined. */
export function sessionTokenIn(cookie: string | undefined): string | undefined {
  return GIVEN.exec(cookie ?? '')?.[1]
}

/** For the record. The token is random and long, so that a plain hash reveals nothing. */
export function sessionHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
