import pMemoize from 'p-memoize'
import { quickSsmClient } from '../aws/clients.ts'
import { loadWebhookKey } from '../aws/webhook-key.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { createRepositoryHook } from '../github/events/repository-hook.ts'

interface LambdaHookDeps {
  store: SiteStore
  clock: Clock
  secretsPath: string
}

/** Takes pushes to sites without a machine. Loaded with the first, so that visitors never wait for it. */
export function createLambdaRepositoryHook({ store, clock, secretsPath }: LambdaHookDeps) {
  const key = pMemoize(() => loadKey(secretsPath))
  return createRepositoryHook({ store, clock, key })
}

/** Of which the secrets of webhooks, and what signs clients' cookies, follow. */
export function loadKey(secretsPath: string): Promise<string> {
  return loadWebhookKey(quickSsmClient(), secretsPath)
}
