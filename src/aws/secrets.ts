import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { ConfigError } from '../config-error.ts'
import { hideSecrets } from '../redact.ts'

/** Names of the parameters below the path; GetParameters takes at most ten. */
export const secretNames = {
  slackSigningSecret: 'slack-signing-secret',
  slackBotToken: 'slack-bot-token',
  githubPrivateKey: 'github-private-key',
  githubToken: 'github-token',
  githubWebhookSecret: 'github-webhook-secret',
  /** `npm run deploy` makes it. */
  webhookKey: 'webhook-key',
} as const

type Found = Partial<Record<keyof typeof secretNames, string>>
export type Secrets = Found & Record<'slackSigningSecret' | 'slackBotToken', string>

/**
 * All secrets, by one call: SecureString parameters below `path`. ConfigError names those that are missing; no error
 * tells what is in one.
 */
export async function loadSecrets(client: Pick<SSMClient, 'send'>, path: string): Promise<Secrets> {
  const paths = Object.values(secretNames).map((name) => `${path}/${name}`)
  const { Parameters = [] } = await client.send(new GetParametersCommand({ Names: paths, WithDecryption: true }))
  // Typed or piped values often end with a newline. One that is nothing else counts as missing.
  const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value?.trim() || undefined]))
  const all = Object.entries(secretNames).map(([key, name]) => [key, values.get(`${path}/${name}`)] as const)
  const found: Found = Object.fromEntries(all.filter(([, value]) => value !== undefined))
  if (hasNeeded(found)) {
    hideSecrets(Object.values(found))
    return found
  }
  const missing = [secretNames.slackSigningSecret, secretNames.slackBotToken].filter(
    (name) => values.get(`${path}/${name}`) === undefined,
  )
  throw new ConfigError(missing.map((name) => `${path}/${name}: no such parameter`).join('\n'))
}

function hasNeeded(found: Found): found is Secrets {
  return found.slackSigningSecret !== undefined && found.slackBotToken !== undefined
}
