import { ParameterTier, ParameterType, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import { unlessNamed } from '../../src/aws/errors.ts'
import { secretNames } from '../../src/aws/secrets.ts'

/** Makes the secret of which those of webhooks are derived, unless it's there: nobody has to know it. */
export async function makeWebhookKey(
  { secretsPath }: Pick<Config, 'secretsPath'>,
  ssm: Pick<SSMClient, 'send'>,
): Promise<void> {
  const put = new PutParameterCommand({
    Name: `${secretsPath}/${secretNames.webhookKey}`,
    Value: randomBytes(32).toString('hex'),
    Type: ParameterType.SECURE_STRING,
    Tier: ParameterTier.STANDARD,
    Overwrite: false,
  })
  await unlessNamed(['ParameterAlreadyExists'], () => ssm.send(put))
}
