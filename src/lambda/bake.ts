import pMemoize from 'p-memoize'
import { setTimeout } from 'node:timers/promises'
import { dynamoDbClient, ssmClient } from '../aws/clients.ts'
import { debianImage } from '../aws/image-catalogue.ts'
import { createLeases } from '../aws/leases.ts'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { withRequestId } from '../log.ts'
import { createBakeHandler, type Invocation } from './bake-handler.ts'
import { createLambdaLog } from './log.ts'
import { keepImages } from './keep-images.ts'
import { createMachines } from './machines.ts'

const settings = readSettings(functionSettings.bake(), process.env, import.meta.dirname)
const log = createLambdaLog(settings.name)
const clock = { now: Date.now }

const bake = pMemoize(async () =>
  createBakeHandler({
    // It reports to nobody that it has booted.
    ...createMachines(settings, { clock }),
    store: createLeases({ client: dynamoDbClient(), tableName: settings.name }),
    clock,
    base: () => debianImage(ssmClient(), settings.architecture),
    // The largest has done the soonest.
    size: settings.sizes.at(-1)?.type ?? '',
    label: settings.bakedImage,
    keepImages: keepImages({ stack: settings.name, architecture: settings.architecture, clock }),
    wait: setTimeout,
    log,
  }),
)

/** Once a month, after the first deployment, and for `pokopoko image bake`. */
export const handler = (event: unknown, invocation: Invocation) =>
  withRequestId(async (one: unknown) => (await bake())(one, invocation))(event, invocation)
