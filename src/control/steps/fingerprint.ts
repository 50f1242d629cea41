import { hash } from 'node:crypto'
import { once } from '../../once.ts'
import { type Site, type SiteSpec, type SiteStatus, statusKeys } from '../../site/site.ts'

/** Status that only records what was shown, and the alarm: none of it is shown, and it changes with each posting. */
export const NOT_SHOWN: ReadonlySet<keyof SiteStatus> = new Set([
  'alarmAt',
  'notifications',
  'card',
  'comment',
  'commitStatus',
  'editLeases',
])

const shownKeys = once(() => statusKeys().filter((key) => !NOT_SHOWN.has(key)))

/**
 * A hash of what is shown of a site, to know when that has changed. Each pass needs it many times, so it is computed again only when
 * a part changed that could be shown.
 */
export function createFingerprint(render: (site: Site) => string): (site: Site) => string {
  const answers = new WeakMap<SiteSpec, { of: Site; fingerprint: string }>()
  return (site) => {
    const known = answers.get(site.spec)
    if (known !== undefined && showsTheSame(known.of, site)) return known.fingerprint
    const fingerprint = hash('sha256', render(site), 'base64url').slice(0, 16)
    answers.set(site.spec, { of: site, fingerprint })
    return fingerprint
  }
}

/** Records are immutable: a part that is the same object is equal. */
function showsTheSame(a: Site, b: Site): boolean {
  return a.id === b.id && a.history === b.history && shownKeys().every((key) => a.status[key] === b.status[key])
}
