import { countUnaudited, unauditedOf } from '../../site/audit.ts'
import type { Site } from '../../site/site.ts'
import type { SiteStore } from '../ports.ts'
import type { Step } from '../step.ts'

/** Adds what people, and pokopoko itself, changed to the audit trail. */
export const audit: Step = {
  name: 'audit',
  policy: 'keeps-trying',
  hidesFailure: true,
  due: ({ status }) => (countUnaudited(status) === 0 ? 'no' : 'now'),
  run: async (site, { store }) => {
    await addToAudit(store, site)
    return { audited: site.status.changes }
  },
}

/** Also before its record is removed. Any number of times. */
export async function addToAudit(store: SiteStore, site: Site): Promise<void> {
  for (const entry of unauditedOf(site)) await store.addAuditEntry(entry)
}
