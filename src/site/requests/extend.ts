import { checkExpiryDate, laterBy } from '../expiry.ts'
import type { Policy } from '../policy.ts'
import type { Site } from '../site.ts'
import type { CalendarDate, Instant } from '../time.ts'
import { UserError } from '../user-error.ts'
import { changed, expectAllowed, type RequestContext } from './change.ts'

/** How far; `from` is the expiry that the person saw, so that two clicks on one message extend once. */
export type Extension = ({ days: number } | { until: CalendarDate }) & { from?: Instant }

/** Moves the last day. UserError when the site is not alive, was extended already, or the date is out of range. */
export function extend(site: Site, extension: Extension, asked: RequestContext, policy: Policy): Site {
  expectAllowed(site, 'extend')
  expectSeen(site, extension.from)
  const date = 'until' in extension ? extension.until : laterBy(extension.days, site.spec.expiresAt, asked.now, policy)
  const to = checkExpiryDate(date, asked.now, policy)
  return changed(site, { expiresAt: to, expirySetAt: asked.now }, { action: 'extend', to }, asked)
}

/** UserError when the expiry is no longer the one that the person saw. */
export function expectSeen({ name, spec: { expiresAt, owner }, history }: Site, seen: Instant | undefined): void {
  if (seen === undefined || seen === expiresAt) return
  const last = history.find(({ action }) => action === 'extend' || action === 'restore')
  throw new UserError('already-extended', { name, by: last?.by ?? owner, expiresAt })
}
