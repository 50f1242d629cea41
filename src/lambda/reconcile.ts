import pMemoize from 'p-memoize'
import { ec2Client } from '../aws/clients.ts'
import { parseEngineSettings } from '../aws/settings.ts'
import { sitesOfImages, sitesOfInstances } from '../aws/tagged-site.ts'
import { keepEngine } from './engine.ts'
import { report } from './log.ts'
import { createReconcileHandler } from './reconcile-handler.ts'

const settings = parseEngineSettings(process.env)
const engine = keepEngine(settings)
const tagged = { ec2: ec2Client(), stack: settings.TABLE_NAME }

const reconcile = pMemoize(async () =>
  createReconcileHandler({
    reconcile: (await engine()).reconcile,
    siteOfInstance: async (id) => (await sitesOfInstances(tagged, [id]))[0],
    siteOfImage: async (id) => (await sitesOfImages(tagged, [id]))[0],
    report,
  }),
)

/** Behind the table's stream, Scheduler and EventBridge. */
export const handler = async (event: unknown) => (await reconcile())(event)
