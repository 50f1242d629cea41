import type { Site } from '../site/site.ts'
import type { VisitorAccess } from './jobs.ts'

/** What the site's machine has to know of who may visit it. */
export function visitorAccess(
  { id, spec }: Pick<Site, 'id' | 'spec'>,
  shareKey: (id: string) => string,
): VisitorAccess {
  const { user, passwordHash, shares = [] } = spec.access
  return { user, passwordHash, shares: { key: shareKey(id), ids: shares.map((share) => share.id) } }
}
