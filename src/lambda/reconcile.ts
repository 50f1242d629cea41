import pMemoize from 'p-memoize'
import { ec2Client } from '../aws/clients.ts'
import { parseEngineSettings } from '../aws/settings.ts'
import { sitesOfImages, sitesOfInstances } from '../aws/tagged-site.ts'
import { reportTo, withRequestId } from '../log.ts'
import { keepEngine } from './engine.ts'
import { createLambdaLog } from './log.ts'
import { createReconcileHandler } from './reconcile-handler.ts'

const settings = parseEngineSettings(process.env)
const log = createLambdaLog(settings.TABLE_NAME)
const engine = keepEngine(settings, log)
const tagged = { ec2: ec2Client(), stack: settings.TABLE_NAME }

const reconcile = pMemoize(async () =>
  createReconcileHandler({
    reconcile: (await engine()).reconcile,
    siteOfInstance: async (id) => (await sitesOfInstances(tagged, [id]))[0],
    siteOfImage: async (id) => (await sitesOfImages(tagged, [id]))[0],
    report: reportTo(log),
  }),
)

/** Behind the table's stream, Scheduler and EventBridge. */
export const handler = withRequestId(async (event: unknown) => (await reconcile())(event))
