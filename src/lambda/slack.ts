import pMemoize from 'p-memoize'
import * as z from 'zod'
import { dynamoDbClient, quickSsmClient } from '../aws/clients.ts'
import { environmentsPath } from '../aws/environment-parameters.ts'
import { createKeptCatalogue } from '../aws/kept-catalogue.ts'
import { loadSecrets } from '../aws/secrets.ts'
import { createSiteStore } from '../aws/site-store.ts'
import type { Config } from '../config.ts'
import type { CodeHost } from '../control/code-host.ts'
import type { EnvironmentAccess } from '../control/ports.ts'
import { GITHUB_EVENTS_PATH } from '../site/paths.ts'
import type { FunctionUrlEvent, FunctionUrlHandler } from '../slack/function-url.ts'
import { createSlackHandler } from '../slack/handler.ts'
import { jsonLog, withRequestId } from '../log.ts'
import { addressesOf } from '../aws/addresses.ts'
import { checkedSettings } from './checked-settings.ts'
import { createRejectionLog } from './rejection-log.ts'
import type { CheckedSettings } from './slack-settings.ts'

// Most containers answer few requests, too few for compiled schemas to pay off.
z.config({ jitless: true })

/** Slack's requests and GitHub's events come to one Function URL. */
function createFunction(settings: CheckedSettings): FunctionUrlHandler {
  const config: Config = { locale: settings.locale, policy: settings }
  const secrets = pMemoize(() => loadSecrets(quickSsmClient(), settings.secretsPath))
  // Fetched while the rest loads; after a failure, the next call fetches them again.
  secrets().catch(() => {})

  const offers = pMemoize(async () => {
    const { createOffers } = await import('./offers.ts')
    return createOffers(settings, await secrets())
  })

  const clock = { now: Date.now }
  // Powertools would cost a cold start, while Slack waits: the line is the same.
  const log = jsonLog(process.stdout, { service: settings.name })
  const refused = createRejectionLog(clock, log)
  const store = () => createSiteStore({ client: dynamoDbClient(), tableName: settings.name })

  const addresses = addressesOf(settings)
  const codeHost = async () => (await offers()).codeHost
  const offered = {
    codeHost: {
      repositories: async (query: string) => (await codeHost()).repositories(query),
      branches: async (repository: string, query: string) => (await codeHost()).branches(repository, query),
      teams: async (query: string) => (await codeHost()).teams(query),
      hasTeam: async (team: string) => (await codeHost()).hasTeam(team),
      exists: async (repository: string, branch: string) => (await codeHost()).exists(repository, branch),
      canRead: async (repository: string, login: string) => (await codeHost()).canRead(repository, login),
      files: async (...args: Parameters<CodeHost['files']>) => (await codeHost()).files(...args),
      comment: async (...args: Parameters<CodeHost['comment']>) => (await codeHost()).comment(...args),
    },
    catalogue: createKeptCatalogue({
      table: { client: dynamoDbClient(), tableName: settings.name },
      clock,
      sizes: settings.sizes.map(({ type, label }) => ({ id: type, label })),
      live: async () => (await offers()).catalogue(),
    }),
  }

  const environments: EnvironmentAccess = {
    save: async (...args) => (await environmentAccess()).save(...args),
    load: async (...args) => (await environmentAccess()).load(...args),
  }
  const environmentAccess = pMemoize(async () => {
    const { createEnvironmentAccess } = await import('../aws/environment-access.ts')
    return createEnvironmentAccess({ ssm: quickSsmClient(), path: environmentsPath(settings) })
  })

  const askForLogs = pMemoize(async () => {
    const { createAskForLogs } = await import('../aws/ask-for-logs.ts')
    return createAskForLogs(settings.name)
  })

  const slack = pMemoize(async () => {
    const { slackSigningSecret: signingSecret, slackBotToken: botToken } = await secrets()
    return createSlackHandler(
      {
        store: store(),
        clock,
        ...config,
        addresses,
        ...offered,
        environments,
        askForLogs: async (request) => (await askForLogs())(request),
        log,
      },
      {
        signingSecret,
        botToken,
        onRejected: (reason) => refused('Slack', reason),
        ...(settings.slackApiUrl && { slackApiUrl: settings.slackApiUrl }),
      },
    )
  })

  const github = pMemoize(async () => {
    const { createGithubEvents } = await import('./github-events.ts')
    const { githubWebhookSecret: secret } = await secrets()
    const { org, pullRequestChannel: channel } = settings.github
    const pullRequests = channel === undefined ? {} : { pullRequests: { channel, addresses, ...config, ...offered } }
    const { exists } = offered.codeHost
    const onRejected = () => refused('GitHub', 'another signature')
    return createGithubEvents({ org, secret, store: store(), clock, log, exists, onRejected, ...pullRequests })
  })

  return async (event) => (event.rawPath === GITHUB_EVENTS_PATH ? (await github())(event) : (await slack())(event))
}

const created = checkedSettings(process.env).then(createFunction)

export const handler = withRequestId(async (event: FunctionUrlEvent) => (await created)(event))
