import type { CodeHost, PushHook, RepositoryAccess } from '../../src/control/code-host.ts'

/** Deploy key and webhook, as a site gets them one after the other. */
export async function grantBoth(
  codeHost: Pick<CodeHost, 'grant' | 'putWebhook'>,
  site: { id: string; name: string },
  repository: string,
  hook: PushHook,
): Promise<RepositoryAccess & { webhookId: string }> {
  const access = await codeHost.grant(site, repository, hook)
  return { ...access, webhookId: await codeHost.putWebhook(site, access.repository, hook) }
}
