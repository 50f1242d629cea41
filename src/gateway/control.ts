import { answerReport } from '../control/answer-report.ts'
import { phoneHome } from '../control/phone-home.ts'
import type { SiteStore } from '../control/ports.ts'
import { CONTROL_PATH, REPORT_PATH } from '../site/paths.ts'

/** A call of a machine, in the words of HTTP. */
export interface ControlCall {
  method: string
  /** Without query. */
  path: string
  authorization: string | undefined
  /** undefined: too large to be read. */
  body(): Promise<string | undefined>
}

/** Answers what machines tell of themselves, by path below CONTROL_PATH: an HTTP status, and nothing else. */
export type Control = (call: ControlCall) => Promise<number>

export function createControl({ store }: { store: SiteStore }): Control {
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
