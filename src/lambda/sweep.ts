import pMemoize from 'p-memoize'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { toConfig } from '../config.ts'
import { createSweep } from '../control/sweep/sweep.ts'
import { withRequestId } from '../log.ts'
import { keepImages } from './keep-images.ts'
import { keepEngine } from './engine.ts'
import { createLambdaLog } from './log.ts'
import { createSweepHandler } from './sweep-handler.ts'

const settings = readSettings(functionSettings.sweep(), process.env, import.meta.dirname)
const log = createLambdaLog(settings.name)
const engine = keepEngine(settings, log)

const sweep = pMemoize(async () => {
  const { ports, reconcile } = await engine()
  const { name: stack, architecture } = settings
  return createSweepHandler({
    sweep: createSweep(ports, reconcile, log, toConfig(settings).policy),
    keepImages: keepImages({ stack, architecture, clock: ports.clock }),
    log,
  })
})

/** Once an hour, and for `{"dryRun":true}`. */
export const handler = withRequestId(async (event: unknown) => (await sweep())(event))
