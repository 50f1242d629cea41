import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod'
import { ConfigError } from '../config.ts'
import { hideSecrets } from '../redact.ts'

/** Names of the parameters below the path; GetParameters takes at most ten. */
export const secretNames = {
  slackSigningSecret: 'slack-signing-secret',
  slackBotToken: 'slack-bot-token',
  githubPrivateKey: 'github-private-key',
  githubToken: 'github-token',
  githubWebhookSecret: 'github-webhook-secret',
  webhookKey: 'webhook-key',
} as const

const schema = z.object({
  slackSigningSecret: z.string(),
  slackBotToken: z.string(),
  githubPrivateKey: z.string().optional(),
  githubToken: z.string().optional(),
  githubWebhookSecret: z.string().optional(),
  /** `npm run deploy` makes it. */
  webhookKey: z.string().optional(),
})

export type Secrets = z.infer<typeof schema>

/**
 * All secrets, by one call: SecureString parameters below `path`. ConfigError names those that are missing; no error
 * tells what is in one.
 */
export async function loadSecrets(client: Pick<SSMClient, 'send'>, path: string): Promise<Secrets> {
  const paths = Object.values(secretNames).map((name) => `${path}/${name}`)
  const { Parameters = [] } = await client.send(new GetParametersCommand({ Names: paths, WithDecryption: true }))
  // Typed or piped values often end with a newline. One that is nothing else counts as missing.
  const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value?.trim() || undefined]))
  const found = Object.entries(secretNames).map(([key, name]) => [key, values.get(`${path}/${name}`)] as const)
  const { success, data } = schema.safeParse(Object.fromEntries(found.filter(([, value]) => value !== undefined)))
  if (success) {
    hideSecrets(Object.values(data))
    return data
  }
  const missing = [secretNames.slackSigningSecret, secretNames.slackBotToken].filter(
    (name) => values.get(`${path}/${name}`) === undefined,
  )
  throw new ConfigError(missing.map((name) => `${path}/${name}: no such parameter`).join('\n'))
}
