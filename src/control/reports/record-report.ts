import { readMachineReport } from './machine-report.ts'
import type { SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { isReportToken } from './report-token.ts'
import { patched } from '../status-patch.ts'

/** `denied` for a wrong token and for a missing site alike, so that nobody learns which names exist. */
export type ReportOutcome = 'recorded' | 'denied' | 'invalid'

/**
 * Records the newest deploy of a machine's report, and what is wrong with it, if anything.
 * @param body what `instance/bin/status` printed, as parsed from JSON
 */
export async function recordReport(
  { store }: { store: SiteStore },
  name: string,
  token: string,
  body: unknown,
): Promise<ReportOutcome> {
  const facts = readMachineReport(body)
  let isAllowed = false
  await recordFact(store, name, (site) => {
    isAllowed = isReportToken(token, site.status.reportTokens ?? [])
    if (!isAllowed || facts === undefined) return site
    return patched(site, { ...(facts.deploy && { deploy: facts.deploy }), troubles: facts.troubles })
  })
  if (!isAllowed) return 'denied'
  return facts === undefined ? 'invalid' : 'recorded'
}
