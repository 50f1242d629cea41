import { setTimeout } from 'node:timers/promises'
import pMemoize from 'p-memoize'
import { ec2Client } from '../aws/clients.ts'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { siteOfImage } from '../aws/ec2/images.ts'
import { createLogAnswerer } from '../control/log-answerer.ts'
import { createLogReader } from '../control/read-logs.ts'
import { withRequestId } from '../log.ts'
import { keepEngine } from './engine.ts'
import { createLambdaLog } from './log.ts'
import { createLogsHandler } from './logs-handler.ts'
import { createReconcileHandler } from './reconcile-handler.ts'

const settings = readSettings(functionSettings.reconcile(), process.env, import.meta.dirname)
const log = createLambdaLog(settings.name)
const engine = keepEngine(settings, log)
const tagged = { ec2: ec2Client(), stack: settings.name }

const handlers = pMemoize(async () => {
  const { ports, reconcile, machines } = await engine()
  const readLogs = createLogReader({ ...ports, wait: setTimeout })
  const logs = createLogsHandler({ readLogs, answerLogs: createLogAnswerer({ ...ports, readLogs, log }) })
  const others = createReconcileHandler({
    reconcile,
    siteOfInstance: (id) => machines.siteOf(id),
    siteOfImage: (id) => siteOfImage(tagged, id),
    log,
  })
  return (event: unknown) => logs(event) ?? others(event)
})

/** Behind the table's stream, Scheduler and EventBridge; and for the logs of machines, which Slack's function and the command line ask for. */
export const handler = withRequestId(async (event: unknown) => (await handlers())(event))
