import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { SESSION_COOKIE } from './session.ts'
import { currentShares, type Share } from './shares.ts'
import type { Site } from './site.ts'
import { DAY_MS, SECOND_MS, type Instant } from './time.ts'

/** As long as the cookie of somebody who has sent the password. Whoever comes later opens the link again. */
const MAX_AGE_MS = 30 * DAY_MS

/** Says which share, until when, and that it was us who said so. */
const GIVEN = new RegExp(
  String.raw`(?:^|[;,] *)${SESSION_COOKIE}=share\.(?<id>[0-9a-f]{12})\.(?<until>\d{10})\.(?<mac>[\w-]{22})(?:[;,]|$)`,
)

/** Signs the cookies of a site's clients; follows from the stack's key, so that it's stored in no record. Its machine has it, too. */
export function shareKey(key: string, siteId: string): string {
  return createHmac('sha256', key).update(`client links of ${siteId}`).digest('hex')
}

/** For `Set-Cookie`, once somebody has opened the share's link. */
export function shareCookie({ id, until = Infinity }: Share, key: string, now: Instant): string {
  const end = Math.floor(Math.min(until, now + MAX_AGE_MS) / SECOND_MS)
  const maxAge = Math.max(0, end - Math.floor(now / SECOND_MS))
  const value = `share.${id}.${end}.${macOf(id, String(end), key)}`
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=Lax`
}

/** The share of which a `Cookie` header has the cookie. */
export function shareOfCookie(
  site: Pick<Site, 'spec'>,
  cookie: string | undefined,
  key: string,
  now: Instant,
): Share | undefined {
  const id = shareIdIn(cookie, key, now)
  return currentShares(site, now).find((share) => share.id === id)
}

/** The id of the share of which a `Cookie` header has the cookie, whether or not there still is such a share. */
export function shareIdIn(cookie: string | undefined, key: string, now: Instant): string | undefined {
  const { id = '', until = '', mac = '' } = GIVEN.exec(cookie ?? '')?.groups ?? {}
  const isOurs = mac !== '' && timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(id, until, key)))
  return isOurs && Number(until) * SECOND_MS > now ? id : undefined
}

export function hasShareCookie(cookie: string | undefined): boolean {
  return GIVEN.test(cookie ?? '')
}

/** As nginx checks it (`secure_link_md5`). The key is secret, long, and at the end: collisions of MD5 help nobody who has no key. */
function macOf(id: string, until: string, key: string): string {
  return createHash('md5').update(`${id} ${until} ${key}`).digest('base64url')
}
