import { canAsk, type SiteAction } from '../actions.ts'
import { phaseOf } from '../phase.ts'
import { HISTORY_LENGTH, type HistoryEntry, type Site, type SiteSpec } from '../site.ts'
import type { Instant } from '../time.ts'
import { UserError } from '../user-error.ts'

/** Who asks, and when. `by` is a Slack user, or `pokopoko` for the clocks. */
export interface RequestContext {
  by: string
  now: Instant
}

/** The site with another spec and a line in its history. */
export function changed(
  site: Site,
  spec: Partial<SiteSpec>,
  entry: Pick<HistoryEntry, 'action' | 'to' | 'removedMembers'>,
  { by, now }: RequestContext,
): Site {
  const history = [{ at: now, by, ...entry }, ...site.history].slice(0, HISTORY_LENGTH)
  return { ...site, spec: { ...site.spec, ...spec }, history }
}

/** UserError unless the site's state allows it. */
export function expectAllowed(site: Site, action: SiteAction): void {
  if (!canAsk(site, action)) throw new UserError('not-now', { name: site.name, action, phase: phaseOf(site) })
}
