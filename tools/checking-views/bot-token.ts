import { createClient, PATIENT } from '../../src/aws/client/create-client.ts'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { Config } from '../../infra/config.ts'
import { loadSecrets } from '../../src/aws/secrets.ts'

/** The bot's token of a deployment, from the Parameter Store. */
export async function deployedBotToken({
  region,
  secretsPath,
}: Pick<Config, 'region' | 'secretsPath'>): Promise<string> {
  const { slackBotToken } = await loadSecrets(createClient(SSMClient, PATIENT, { region }), secretsPath)
  return slackBotToken.trim()
}
