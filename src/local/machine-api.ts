import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAX_PICTURE_BYTES } from '../control/reports/answer-report.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { createMachineEndpoint } from '../gateway/machine-endpoint.ts'
import { CONTROL_PATH } from '../site/paths.ts'
import { readBody } from './read-body.ts'

/** Takes reports of machines; false for other requests, which are left to the caller. */
export type MachineApi = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>

export function createMachineApi(deps: { store: SiteStore; clock: Clock }): MachineApi {
  const control = createMachineEndpoint(deps)
  return async (req, res) => {
    const path = req.url?.split('?', 1)[0] ?? ''
    if (!path.startsWith(CONTROL_PATH)) return false
    const { method = '', headers } = req
    const { authorization } = headers
    const { status, body } = await control({
      method,
      path,
      authorization,
      body: () => readBody(req, MAX_PICTURE_BYTES),
    })
    res.writeHead(status, { 'cache-control': 'no-store', ...(status === 413 && { connection: 'close' }) }).end(body)
    return true
  }
}
