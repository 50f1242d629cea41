import { quickSsmClient } from '../aws/clients.ts'
import { loadSecret } from '../aws/webhook-key.ts'
import type { Clock } from '../control/ports.ts'
import { createInstallationTokens, type GithubApp } from '../github/installation-tokens.ts'

interface LambdaTokensDeps {
  app: Pick<GithubApp, 'id' | 'installationId'>
  apiUrl: string | undefined
  clock: Clock
  secretsPath: string
}

/** Tokens for machines. Loaded when the first asks, so that visitors never wait for it. */
export async function createLambdaTokens({ app, apiUrl, clock, secretsPath }: LambdaTokensDeps) {
  const privateKey = await loadSecret(quickSsmClient(), secretsPath, 'githubPrivateKey')
  return createInstallationTokens({ ...app, apiUrl, privateKey }, { clock })
}
