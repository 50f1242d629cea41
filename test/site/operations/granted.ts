import assert from 'node:assert/strict'
import type { OperationContext } from '../../../src/site/operations/operation.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import { siteSchema, type HistoryEntry, type Site, type SiteSpec } from '../../../src/site/site.ts'
import { HOUR_MS } from '../../../src/site/time.ts'
import { READY_AT } from '../sites.ts'

/** Somebody who is not the owner, an hour after the site was ready. */
export const REQUEST: OperationContext = { by: 'U002', now: READY_AT + HOUR_MS, policy: defaultPolicy }

/**
 * What comes of the request differs from the site by these parts of its spec and one line of history, which the audit trail lacks, and by nothing
 * else; the schema accepts it; and the site that it was made from is as it was.
 */
export function grants(
  request: (site: Site) => Site,
  before: Site,
  spec: Partial<SiteSpec>,
  entry: Pick<HistoryEntry, 'action' | 'to'>,
  { by, now }: Pick<OperationContext, 'by' | 'now'> = REQUEST,
): Site {
  const copy = structuredClone(before)
  const after = request(before)
  assert.deepEqual(before, copy)
  assert.deepEqual(after, {
    ...before,
    spec: { ...before.spec, ...spec },
    status: { ...before.status, changes: (before.status.changes ?? 0) + 1 },
    history: [{ at: now, by, ...entry }, ...before.history],
  })
  assert.deepEqual(siteSchema.parse(after), after)
  return after
}
