import { parseJson } from '../../parse-json.ts'
import { guessesAfter } from '../../site/guesses.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { failuresAfterPush } from '../../site/head.ts'
import { PICTURE_PATH, REPORT_PATH } from '../../site/paths.ts'
import type { Clock, SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { patched } from '../status-patch.ts'
import { readMachineReport } from './machine-report.ts'
import { recordPicture } from './record-picture.ts'
import { isReportToken } from './report-token.ts'

/** Of a report's body, in bytes. */
export const MAX_REPORT_BYTES = 64 * 1024
/** The same of a picture's. */
export const MAX_PICTURE_BYTES = 300 * 1024

/** An HTTP request, whatever the server. */
export interface ReportRequest {
  method: string
  /** Without a query. */
  path: string
  authorization?: string | undefined
  /** undefined: over {@link MAX_PICTURE_BYTES}. */
  body: string | undefined
}

/** `denied` for a wrong token and for a missing site alike, so that nobody learns which names exist. `unexpected`: the site has no machine. */
export type ReportOutcome = 'recorded' | 'denied' | 'invalid' | 'unexpected'

/** A machine tries again after 408, 429, and 5xx alone: `instance/bin/reporter`. */
const STATUS: Record<ReportOutcome, number> = { recorded: 204, denied: 401, invalid: 400, unexpected: 409 }

/**
 * Takes a machine's report, or a picture of its start page: `POST /_pokopoko/control/report/NAME`, or `…/picture/NAME`, with its token as
 * bearer.
 * @returns the HTTP status of an answer without a body: 204, 400, 401, 404, 405, 409, 413 or 429
 */
export async function answerReport(
  deps: { store: SiteStore; clock: Clock; mayReport: (machine: string) => boolean },
  { method, path, authorization = '', body }: ReportRequest,
): Promise<number> {
  const sort = [REPORT, PICTURE].find((one) => path.startsWith(one.path))
  if (sort === undefined) return 404
  if (method !== 'POST') return 405
  const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,200})$/i.exec(authorization)?.[1]
  if (token === undefined) return STATUS.denied
  const name = path.slice(sort.path.length)
  if (!/^[a-z0-9-]{1,63}$/.test(name)) return STATUS.denied
  if (body === undefined || Buffer.byteLength(body) > sort.maxBytes) return 413
  if (!deps.mayReport(`${name} ${token}`)) return 429
  return STATUS[await sort.record(deps, name, token, parseJson(body))]
}

const REPORT = { path: REPORT_PATH, maxBytes: MAX_REPORT_BYTES, record: recordReport }
const PICTURE = { path: PICTURE_PATH, maxBytes: MAX_PICTURE_BYTES, record: recordPicture }

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
