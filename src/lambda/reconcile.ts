import pMemoize from 'p-memoize'
import { ec2Client } from '../aws/clients.ts'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { siteOfImage } from '../aws/ec2/images.ts'
import { siteOfInstance } from '../aws/ec2/machines.ts'
import { withRequestId } from '../log.ts'
import { keepEngine } from './engine.ts'
import { createLambdaLog } from './log.ts'
import { createReconcileHandler } from './reconcile-handler.ts'

const settings = readSettings(functionSettings.reconcile, process.env, import.meta.dirname)
const log = createLambdaLog(settings.name)
const engine = keepEngine(settings, log)
const tagged = { ec2: ec2Client(), stack: settings.name }

const reconcile = pMemoize(async () =>
  createReconcileHandler({
    reconcile: (await engine()).reconcile,
    siteOfInstance: (id) => siteOfInstance(tagged, id),
    siteOfImage: (id) => siteOfImage(tagged, id),
    log,
  }),
)

/** Behind the table's stream, Scheduler and EventBridge. */
export const handler = withRequestId(async (event: unknown) => (await reconcile())(event))
