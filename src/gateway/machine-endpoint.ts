import { answerReport } from '../control/reports/answer-report.ts'
import { isConflictError, undefinedIf } from '../site/errors.ts'
import { phaseOf } from '../site/phase.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { createReportRate } from '../control/reports/report-rate.ts'
import { CONTROL_PATH, PICTURE_PATH, REPORT_PATH } from '../site/paths.ts'

/** A machine's HTTP request. */
export interface MachineCall {
  method: string
  /** Without query. */
  path: string
  authorization: string | undefined
  /** undefined: too large to be read. */
  body(): Promise<string | undefined>
}

/** Takes what machines report, by path below CONTROL_PATH. Returns an HTTP status; there is no body. */
export type MachineEndpoint = (call: MachineCall) => Promise<number>

export function createMachineEndpoint({ store, clock }: { store: SiteStore; clock: Clock }): MachineEndpoint {
  const mayReport = createReportRate(clock)
  return async (call) => {
    if (call.path.startsWith(REPORT_PATH) || call.path.startsWith(PICTURE_PATH))
      return answerReport({ store, clock, mayReport }, { ...call, body: await call.body() })
    const [action, name, ...rest] = call.path.slice(CONTROL_PATH.length).split('/')
    if (action !== 'phone-home' || name === undefined || rest.length > 0) return 404
    if (call.method !== 'POST') return 405
    // A form with this field: src/aws/ec2/user-data.ts.
    const instanceId = new URLSearchParams(await call.body()).get('instance_id')
    if (instanceId !== null) await phoneHome(store, name, instanceId)
    // In any case, so that nobody learns which sites exist.
    return 204
  }
}

/**
 * A machine reports that it has booted. The record is saved once more as it is, so that the site is reconciled now and not at its next
 * alarm. Anybody can call this, so only the id of the machine that is booting counts.
 */
async function phoneHome(store: SiteStore, name: string, instanceId: string): Promise<void> {
  const site = await store.load(name)
  if (site === undefined || site.status.instance?.id !== instanceId) return
  const phase = phaseOf(site)
  if (phase !== 'launching' && phase !== 'booting') return
  // If another process has just saved it, it is reconciled anyway.
  await undefinedIf(isConflictError, store.save(site))
}
