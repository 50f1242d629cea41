import { dynamoDbClient } from '../aws/clients.ts'
import { parseGatewaySettings } from '../aws/settings.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { toConfig } from '../config.ts'
import { createControl } from '../gateway/control.ts'
import { createGateway } from '../gateway/gateway.ts'
import { createHostLookup } from '../gateway/host-lookup.ts'
import { reportTo, withRequestId } from '../log.ts'
import { createGatewayHandler } from './gateway-handler.ts'
import { createLambdaLog } from './log.ts'

const settings = parseGatewaySettings(process.env)
const { policy } = toConfig(settings)
const store = createSiteStore({ client: dynamoDbClient(), tableName: settings.TABLE_NAME })
const door = createHostLookup({ store, clock: { now: Date.now }, policy })

/** The load balancers' default target. */
export const handler = withRequestId(
  createGatewayHandler({
    gateway: createGateway({ domain: settings.SITE_DOMAIN, timeZone: policy.timeZone, ...door }),
    control: createControl({ store }),
    report: reportTo(createLambdaLog(settings.TABLE_NAME)),
  }),
)
