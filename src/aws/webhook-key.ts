import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { ConfigError } from '../config-error.ts'
import { hideSecrets } from '../redact.ts'
import { secretNames } from './secrets.ts'

/** Of which the secrets of webhooks and machines, and the keys of clients' cookies, follow. ConfigError when it's missing. */
export function loadWebhookKey(client: Pick<SSMClient, 'send'>, secretsPath: string): Promise<string> {
  return loadSecret(client, secretsPath, 'webhookKey')
}

/** One secret alone. ConfigError when it's missing. */
export async function loadSecret(
  client: Pick<SSMClient, 'send'>,
  secretsPath: string,
  secret: keyof typeof secretNames,
): Promise<string> {
  const Name = `${secretsPath}/${secretNames[secret]}`
  const { Parameters: [found] = [] } = await client.send(
    new GetParametersCommand({ Names: [Name], WithDecryption: true }),
  )
  const value = found?.Value?.trim()
  if (value === undefined || value === '') throw new ConfigError(`${Name}: no such parameter`)
  hideSecrets([value])
  return value
}
