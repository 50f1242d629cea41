import { readMachineReport } from './machine-report.ts'
import type { SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { isReportToken } from './report-token.ts'
import { patched } from '../status-patch.ts'

/** `denied` for a wrong token as for no such site: nobody learns from it which names there are. */
export type ReportOutcome = 'recorded' | 'denied' | 'invalid'

/**
 * Writes down what the machine of that site tells of its deploys and programs: the newest deploy, and what is in
 * trouble, which goes when a later report has none of it.
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
