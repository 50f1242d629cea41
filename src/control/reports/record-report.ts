import { guessesAfter } from '../../site/guesses.ts'
import { failuresAfterPush } from '../../site/head.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import type { Clock, SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { patched } from '../status-patch.ts'
import { readMachineReport } from './machine-report.ts'
import type { ReportOutcome } from './report-outcome.ts'
import { isReportToken } from './report-token.ts'

/**
 * Records the newest deploy of a machine's report, what is wrong with it, what it's doing, and guesses at its password, if anything.
 * @param body what `instance/bin/status` printed, as parsed from JSON
 */
export async function recordReport(
  { store, clock }: { store: SiteStore; clock: Clock },
  name: string,
  token: string,
  body: unknown,
): Promise<ReportOutcome> {
  const facts = readMachineReport(body)
  let isAllowed = false
  let isExpected = false
  await recordFact(store, name, (site) => {
    isAllowed = isReportToken(token, site.status.reportTokens ?? [])
    isExpected = site.status.instance !== undefined
    if (!isAllowed || !isExpected || facts === undefined) return site
    const { deploy, troubles, deploying, usedAt } = facts
    const isNew = deploy !== undefined && deploy.commit !== site.status.deploy?.commit
    const failures = isNew ? failuresAfterPush(site) : site.status.failures
    const guesses = guessesAfter(site.status.guesses, facts.guesses, clock.now())
    const lastUse = usedAt === undefined ? undefined : laterUse(site, Math.min(usedAt, clock.now()))
    return patched(site, {
      ...(deploy && { deploy }),
      failures,
      troubles,
      deploying,
      guesses,
      ...(lastUse && { lastUse }),
    })
  })
  if (!isAllowed) return 'denied'
  if (!isExpected) return 'unexpected'
  return facts === undefined ? 'invalid' : 'recorded'
}

/** Reports may come late, and what the machine said when it was asked stays. */
function laterUse({ status: { lastUse } }: Site, at: Instant): SiteStatus['lastUse'] {
  return lastUse !== undefined && lastUse.at >= at ? lastUse : { ...lastUse, at }
}
