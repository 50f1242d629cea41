import { hash } from 'node:crypto'
import { type Site, type SiteSpec, type SiteStatus, statusKeys } from '../../site/site.ts'

/** What only says what was told, and when to look again: people are shown nothing of it, and it changes with each telling. */
export const NOT_SHOWN: ReadonlySet<keyof SiteStatus> = new Set([
  'alarmAt',
  'notifications',
  'card',
  'comment',
  'commitStatus',
  'editLeases',
])

const shownKeys = statusKeys.filter((key) => !NOT_SHOWN.has(key))

/**
 * A digest of what is said of a site, to tell whether it has to be said anew. Each look asks for it many times over, so it is worked out
 * again only when something has changed that could be shown.
 */
export function createDigest(say: (site: Site) => string): (site: Site) => string {
  const answers = new WeakMap<SiteSpec, { of: Site; digest: string }>()
  return (site) => {
    const known = answers.get(site.spec)
    if (known !== undefined && showsTheSame(known.of, site)) return known.digest
    const digest = hash('sha256', say(site), 'base64url').slice(0, 16)
    answers.set(site.spec, { of: site, digest })
    return digest
  }
}

/** Records are never changed but by making others: parts that are the same object say the same. */
function showsTheSame(a: Site, b: Site): boolean {
  return a.id === b.id && a.history === b.history && shownKeys.every((key) => a.status[key] === b.status[key])
}
