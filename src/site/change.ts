import { HISTORY_LENGTH, type HistoryEntry, type Site, type SiteSpec } from './site.ts'
import type { Instant } from './time.ts'

/** Who changes a site, and when. `by` is a Slack user, or `pokopoko` for deadlines. */
export interface ChangeContext {
  by: string
  now: Instant
}

/** The site with another spec and a line in its history. */
export function changed(
  site: Site,
  spec: Partial<SiteSpec>,
  entry: Pick<HistoryEntry, 'action' | 'to' | 'removedMembers'>,
  { by, now }: ChangeContext,
): Site {
  const history = [{ at: now, by, ...entry }, ...site.history].slice(0, HISTORY_LENGTH)
  return { ...site, spec: { ...site.spec, ...spec }, history }
}
