import * as z from 'zod'
import type { TerminalText } from '../../views/text/terminal.ts'
import { dynamoDbClient } from '../aws/dynamodb-client.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { loadConfig } from '../config.ts'
import { createPerformer } from '../terminal/perform.ts'
import type { Surroundings } from '../terminal/terminal-deps.ts'
import type { Connection } from './connection.ts'
import { UsageError } from './usage-error.ts'

const settingsSchema = z.object({ TABLE_NAME: z.string().min(1), SITE_DOMAIN: z.string().min(1) })

/**
 * A deployed table, with the SDK's own credentials, region and endpoint. `createSurroundings` makes what lies beyond
 * it, when something needs it. UsageError when the environment does not say which table.
 */
export function connectDeployed(
  env: NodeJS.ProcessEnv,
  createSurroundings: (env: NodeJS.ProcessEnv) => Promise<Surroundings>,
  { problems }: TerminalText,
): Connection {
  const { success, data } = settingsSchema.safeParse(env)
  if (!success) throw new UsageError(problems.whichTable)
  const { policy } = loadConfig(env)
  const client = dynamoDbClient()
  const siteHost = (name: string) => `${name}.${data.SITE_DOMAIN}`
  const perform = createPerformer({
    store: createSiteStore({ client, tableName: data.TABLE_NAME }),
    clock: { now: Date.now },
    policy,
    place: { siteHost, siteUrl: (name) => `https://${siteHost(name)}` },
    surroundings: () => createSurroundings(env),
  })
  return { perform, close: async () => client.destroy() }
}
