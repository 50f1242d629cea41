import { createHash, randomBytes } from 'node:crypto'
import { checkExpiryDate } from './expiry.ts'
import { readLastDay, type Typing } from './read-extension.ts'
import type { Site, SiteSpec } from './site.ts'
import { MINUTE_MS, type Instant } from './time.ts'
import { UserError } from './user-error.ts'

/** A client's link to a site, which logs in by a click. */
export type Share = NonNullable<SiteSpec['access']['shares']>[number]

/** Of one site. */
export const MAX_SHARES = 20
const MAX_CLIENT = 80
const MAX_PATH = 300
/** Opened again within that time, it counts once: people reload, and mail programs look first. */
const OPENING_MS = 10 * MINUTE_MS

/** 32 random bytes, in base64url. It's shown once, and kept nowhere. */
export function newShareToken(): string {
  return randomBytes(32).toString('base64url')
}

/** For the record. The token is random and long, so that a plain hash reveals nothing. */
export function shareTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Those that haven't ended. */
export function currentShares({ spec }: Pick<Site, 'spec'>, now: Instant): Share[] {
  return (spec.access.shares ?? []).filter(({ until = Infinity }) => until > now)
}

/** The share whose link has that token. */
export function shareOfToken(site: Pick<Site, 'spec'>, token: string, now: Instant): Share | undefined {
  const hash = shareTokenHash(token)
  return currentShares(site, now).find(({ tokenHash }) => tokenHash === hash)
}

/** The share of that client. UserError if there is none. */
export function shareOfClient({ spec }: Pick<Site, 'spec'>, client: string): Share {
  const found = spec.access.shares?.find((share) => isSameClient(share.client, client))
  if (found === undefined) throw new UserError('share-missing', {})
  return found
}

export function isSameClient(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').toLowerCase()
  return plain(one) === plain(other)
}

/** How visitors get in, with other shares: the machine is to know them. What browsers hold that have sent the password stays. */
export function withShares({ spec }: Pick<Site, 'spec'>, shares: readonly Share[]): Pick<SiteSpec, 'access'> {
  const { shares: _, passwordRevision = spec.access.revision, ...access } = spec.access
  const kept = shares.length > 0 && { shares: [...shares] }
  return { access: { ...access, revision: access.revision + 1, passwordRevision, ...kept } }
}

export function nextShareEnd({ spec }: Pick<Site, 'spec'>): Instant | undefined {
  const ends = (spec.access.shares ?? []).flatMap(({ until }) => until ?? [])
  return ends.length === 0 ? undefined : Math.min(...ends)
}

/** The same without the shares that have ended. */
export function withoutEndedShares(site: Site, now: Instant): Site {
  return { ...site, spec: { ...site.spec, ...withShares(site, currentShares(site, now)) } }
}

/** The site with one more opening of that share; the same site if that's the one before. */
export function withOpening(site: Site, { id }: Share, now: Instant): Site {
  const before = site.status.shareOpenings?.[id]
  if (before !== undefined && now - before.at < OPENING_MS) return site
  const known = (site.spec.access.shares ?? []).map((share) => share.id)
  const others = Object.entries(site.status.shareOpenings ?? {}).filter(([other]) => known.includes(other))
  const opening = { count: (before?.count ?? 0) + 1, at: now }
  return { ...site, status: { ...site.status, shareOpenings: { ...Object.fromEntries(others), [id]: opening } } }
}

/** UserError unless it fits into a line. */
export function readClient(typed: string): string {
  const client = typed.trim().replaceAll(/\s+/gu, ' ')
  if (client === '' || client.length > MAX_CLIENT || /\p{C}/u.test(client))
    throw new UserError('client-invalid', { max: MAX_CLIENT })
  return client
}

/** When a share ends that has that last day: at the hour when sites end. UserError when it can't be read or is out of range. */
export function readShareEnd(typed: string, typing: Typing): Instant {
  return checkExpiryDate(readLastDay(typed, typing), typing.now, typing.policy)
}

/** Never an address: the path that is read against it can be anybody's. */
const HERE = 'http://here.invalid'

/**
 * Where on the site a link leads: path, query, and fragment, or a whole address.
 * @returns with the first part of that address's host, which is the site's name
 */
export function readSharePath(typed: string): { path: string; name?: string } {
  const text = typed.trim()
  const isAddress = /^https?:\/\//iu.test(text)
  const invalid = new UserError('share-path-invalid', { max: MAX_PATH })
  if (!(isAddress || text.startsWith('/')) || !URL.canParse(text, HERE)) throw invalid
  const { origin, hostname, pathname, search, hash } = new URL(text, HERE)
  // Browsers take a second slash for the beginning of a host.
  const path = `/${pathname.replace(/^\/+/u, '')}${search}${hash}`
  if (path.length > MAX_PATH || (!isAddress && origin !== HERE)) throw invalid
  return { path, ...(isAddress && { name: hostname.split('.')[0] ?? '' }) }
}
