import pMemoize from 'p-memoize'
import { dynamoDbClient } from '../aws/clients.ts'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { createMachineEndpoint } from '../gateway/machine-endpoint.ts'
import { createGateway } from '../gateway/gateway.ts'
import { createHostLookup } from '../gateway/host-lookup.ts'
import { reportTo, withRequestId } from '../log.ts'
import { policyOf } from '../site/policy.ts'
import { shareKey } from '../site/share-cookie.ts'
import { createGatewayHandler } from './gateway-handler.ts'
import { createLambdaLog } from './log.ts'

const { name, domain, secretsPath, github, ...rules } = readSettings(functionSettings.gateway(), process.env)
const policy = policyOf(rules)
const store = createSiteStore({ client: dynamoDbClient(), tableName: name })
const clock = { now: Date.now }
// Loaded with the first link, so that other visitors never wait for it.
const webhookKey = pMemoize(async () => {
  const { loadKey } = await import('./repository-hook.ts')
  return loadKey(secretsPath)
})
const hostLookup = createHostLookup({
  store,
  clock,
  policy,
  shareKey: async (siteId) => shareKey(await webhookKey(), siteId),
})
const repositoryHook = pMemoize(async () => {
  const { createLambdaRepositoryHook } = await import('./repository-hook.ts')
  return createLambdaRepositoryHook({ store, clock, secretsPath })
})

const { app, apiUrl } = github
// Loaded when the first machine asks.
const installationTokens = pMemoize(async (one: NonNullable<typeof app>) => {
  const { createLambdaTokens } = await import('./clone-tokens.ts')
  return createLambdaTokens({ app: one, apiUrl, clock, secretsPath })
})
const cloneTokens = app && {
  key: webhookKey,
  tokenFor: async (repository: string) => (await installationTokens(app))(repository),
}

/** The load balancers' default target. */
export const handler = withRequestId(
  createGatewayHandler({
    gateway: createGateway({ domain, timeZone: policy.timeZone, ...hostLookup }),
    control: createMachineEndpoint({ store, clock, ...(cloneTokens && { cloneTokens }) }),
    takePush: async (delivery) => (await repositoryHook())(delivery),
    domain,
    report: reportTo(createLambdaLog(name)),
  }),
)
