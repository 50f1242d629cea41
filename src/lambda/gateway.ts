import { dynamoDbClient } from '../aws/clients.ts'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { createMachineEndpoint } from '../gateway/machine-endpoint.ts'
import { createGateway } from '../gateway/gateway.ts'
import { createHostLookup } from '../gateway/host-lookup.ts'
import { reportTo, withRequestId } from '../log.ts'
import { policyOf } from '../site/policy.ts'
import { createGatewayHandler } from './gateway-handler.ts'
import { createLambdaLog } from './log.ts'

const { name, domain, ...rules } = readSettings(functionSettings.gateway, process.env)
const policy = policyOf(rules)
const store = createSiteStore({ client: dynamoDbClient(), tableName: name })
const hostLookup = createHostLookup({ store, clock: { now: Date.now }, policy })

/** The load balancers' default target. */
export const handler = withRequestId(
  createGatewayHandler({
    gateway: createGateway({ domain, timeZone: policy.timeZone, ...hostLookup }),
    control: createMachineEndpoint({ store, clock: { now: Date.now } }),
    report: reportTo(createLambdaLog(name)),
  }),
)
