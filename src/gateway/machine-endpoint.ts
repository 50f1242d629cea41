import { answerReport } from '../control/reports/answer-report.ts'
import { isConflictError, undefinedIf } from '../site/errors.ts'
import { phaseOf } from '../site/phase.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { createReportRate } from '../control/reports/report-rate.ts'
import { answerCloneToken, type CloneTokensDeps } from '../control/clone-tokens.ts'
import { CLONE_TOKEN_PATH, CONTROL_PATH, PICTURE_PATH, REPORT_PATH } from '../site/paths.ts'

/** A machine's HTTP request. */
export interface MachineCall {
  method: string
  /** Without query. */
  path: string
  authorization: string | undefined
  /** undefined: too large to be read. */
  body(): Promise<string | undefined>
}

/** A status, and a body for what is asked for. */
export interface MachineAnswer {
  status: number
  body?: string
}

/** Takes what machines report and ask for, by path below CONTROL_PATH. */
export type MachineEndpoint = (call: MachineCall) => Promise<MachineAnswer>

export interface MachineEndpointDeps {
  store: SiteStore
  clock: Clock
  /** Without it, machines get no tokens. */
  cloneTokens?: Pick<CloneTokensDeps, 'key' | 'tokenFor'>
}

export function createMachineEndpoint({ store, clock, cloneTokens }: MachineEndpointDeps): MachineEndpoint {
  const mayReport = createReportRate(clock)
  const mayAsk = createReportRate(clock)
  return async (call) => {
    if (call.path.startsWith(REPORT_PATH) || call.path.startsWith(PICTURE_PATH))
      return { status: await answerReport({ store, clock, mayReport }, { ...call, body: await call.body() }) }
    if (call.path.startsWith(CLONE_TOKEN_PATH) && cloneTokens !== undefined)
      return answerCloneToken({ store, mayAsk, ...cloneTokens }, call)
    const [action, name, ...rest] = call.path.slice(CONTROL_PATH.length).split('/')
    if (action !== 'phone-home' || name === undefined || rest.length > 0) return { status: 404 }
    if (call.method !== 'POST') return { status: 405 }
    // A form with this field: src/aws/ec2/user-data.ts.
    const instanceId = new URLSearchParams(await call.body()).get('instance_id')
    if (instanceId !== null) await phoneHome(store, name, instanceId)
    // In any case, so that nobody learns which sites exist.
    return { status: 204 }
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
