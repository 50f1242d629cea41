import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { TerminalText } from '../../views/text/terminal.ts'
import { createClient, FOR_INVOCATIONS, PATIENT } from '../aws/client/create-client.ts'
import { dynamoDbClient, ssmClient } from '../aws/clients.ts'
import { environmentsPath } from '../aws/environment-parameters.ts'
import { createEnvironmentAccess } from '../aws/environment-access.ts'
import { loadSecrets } from '../aws/secrets.ts'
import type { SlackSettings } from '../aws/settings.ts'
import { readAuditTrail } from '../aws/read-audit-trail.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { toConfig } from '../config.ts'
import { createOffers } from '../lambda/offers.ts'
import { addressesOf } from '../aws/addresses.ts'
import { createChat } from '../slack/chat.ts'
import { createPerformer } from '../terminal/perform.ts'
import type { Connection } from './connection.ts'
import { takeLetters } from './dead-letter-queues.ts'
import { type DeployedStack, openStack } from './deployed-stack.ts'
import { createReplay } from './replay.ts'
import { UsageError } from './parse.ts'

/**
 * The table of a deployed stack, with the SDK's own credentials, region, and endpoints, and the settings of its functions. UsageError if
 * they can't be read.
 */
export async function connectDeployed(stack: string, text: TerminalText): Promise<Connection> {
  const lambda = createClient(LambdaClient, FOR_INVOCATIONS)
  const deployed = openStack(lambda, stack)
  const settings = await settingsOf(deployed, stack, text)
  const client = dynamoDbClient()
  const table = { client, tableName: settings.name }
  const sqs = createClient(SQSClient, PATIENT)
  const shared = { clock: { now: Date.now }, ...toConfig(settings), addresses: addressesOf(settings) }
  const perform = createPerformer({
    store: createSiteStore(table),
    auditTrail: (since) => readAuditTrail(table, since),
    environments: createEnvironmentAccess({ ssm: ssmClient(), path: environmentsPath(settings) }),
    ...shared,
    // The terminal shows the outcome.
    log: () => {},
    offers: async () => {
      const secrets = await loadSecrets(ssmClient(), settings.secretsPath)
      const { slackApiUrl } = settings
      const access = { botToken: secrets.slackBotToken, ...(slackApiUrl !== undefined && { slackApiUrl }) }
      return { ...createOffers(settings, secrets), chat: createChat(shared, access) }
    },
    dryRun: deployed.dryRun,
    bakeImage: deployed.bakeImage,
    readLogs: deployed.readLogs,
    replay: createReplay({ stack, takeLetters: () => takeLetters(sqs, stack, text), invoke: deployed.invoke }),
  })
  const close = async () => {
    client.destroy()
    lambda.destroy()
    sqs.destroy()
  }
  return { perform, close }
}

async function settingsOf(deployed: DeployedStack, stack: string, { problems }: TerminalText): Promise<SlackSettings> {
  try {
    return await deployed.settings()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(problems.whichStack({ stack, reason }), { cause })
  }
}
