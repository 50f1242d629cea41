import { answerReport } from '../control/reports/answer-report.ts'
import { isConflictError } from '../site/errors.ts'
import { phaseOf } from '../site/phase.ts'
import type { SiteStore } from '../control/ports.ts'
import { CONTROL_PATH, REPORT_PATH } from '../site/paths.ts'

/** A call of a machine, in the words of HTTP. */
export interface MachineCall {
  method: string
  /** Without query. */
  path: string
  authorization: string | undefined
  /** undefined: too large to be read. */
  body(): Promise<string | undefined>
}

/** Answers what machines tell of themselves, by path below CONTROL_PATH: an HTTP status, and nothing else. */
export type MachineEndpoint = (call: MachineCall) => Promise<number>

export function createMachineEndpoint({ store }: { store: SiteStore }): MachineEndpoint {
  return async (call) => {
    if (call.path.startsWith(REPORT_PATH)) return answerReport({ store }, { ...call, body: await call.body() })
    const [action, name, ...rest] = call.path.slice(CONTROL_PATH.length).split('/')
    if (action !== 'phone-home' || name === undefined || rest.length > 0) return 404
    if (call.method !== 'POST') return 405
    // A form with this field: src/aws/ec2/user-data.ts.
    const instanceId = new URLSearchParams(await call.body()).get('instance_id')
    if (instanceId !== null) await phoneHome(store, name, instanceId)
    // Whatever became of it: nobody learns here which sites there are.
    return 204
  }
}

/**
 * A machine says that it has booted. The record is saved once more as it is, so that the site is looked at now and
 * not at its next alarm. Anybody may say so: only who knows the id of the machine that is being waited for is heard.
 */
async function phoneHome(store: SiteStore, name: string, instanceId: string): Promise<void> {
  const site = await store.load(name)
  if (site === undefined || site.status.instance?.id !== instanceId) return
  const phase = phaseOf(site)
  if (phase !== 'launching' && phase !== 'booting') return
  try {
    await store.save(site)
  } catch (error) {
    // Somebody else has just saved it: it is looked at anyway.
    if (!isConflictError(error)) throw error
  }
}
