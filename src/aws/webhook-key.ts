import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { ConfigError } from '../config.ts'
import { hideSecrets } from '../redact.ts'
import { secretNames } from './secrets.ts'

/** The one secret that the gateway reads. ConfigError when it's missing. */
export async function loadWebhookKey(client: Pick<SSMClient, 'send'>, secretsPath: string): Promise<string> {
  const Name = `${secretsPath}/${secretNames.webhookKey}`
  const { Parameters: [found] = [] } = await client.send(
    new GetParametersCommand({ Names: [Name], WithDecryption: true }),
  )
  const key = found?.Value?.trim()
  if (key === undefined || key === '') throw new ConfigError(`${Name}: no such parameter`)
  hideSecrets([key])
  return key
}
