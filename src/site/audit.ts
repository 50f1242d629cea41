import { DAY_MS } from './time.ts'
import type { HistoryEntry, Site, SiteStatus } from './site.ts'

/** A change of a site as the audit trail has it, which keeps it longer than the record does, and after the site is gone. */
export interface AuditEntry extends HistoryEntry {
  /** Its name then. */
  site: string
  siteId: string
  repository: string
}

export const AUDIT_LIFE_MS = 365 * DAY_MS

/** How many of the newest changes the audit trail may lack. */
export function countUnaudited({ changes = 0, audited = 0 }: Pick<SiteStatus, 'changes' | 'audited'>): number {
  return changes - audited
}

/** Those, oldest first. */
export function unauditedOf({ name, id, spec, status, history }: Site): AuditEntry[] {
  return history
    .slice(0, countUnaudited(status))
    .map((entry) => ({ ...entry, site: name, siteId: id, repository: spec.repository }))
    .toReversed()
}
