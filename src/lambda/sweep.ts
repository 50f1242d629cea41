import pMemoize from 'p-memoize'
import { parseEngineSettings } from '../aws/settings.ts'
import { createSweep } from '../control/sweep.ts'
import { keepEngine } from './engine.ts'
import { log, report } from './log.ts'
import { createSweepHandler } from './sweep-handler.ts'

const engine = keepEngine(parseEngineSettings(process.env))

const sweep = pMemoize(async () => {
  const { world, reconcile } = await engine()
  return createSweepHandler({ sweep: createSweep(world, reconcile), report, log })
})

/** Once an hour, and for `{"dryRun":true}`. */
export const handler = async (event: unknown) => (await sweep())(event)
