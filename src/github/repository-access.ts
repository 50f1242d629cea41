import { randomBytes } from 'node:crypto'
import type { Octokit } from '@octokit/rest'
import type { CodeHost } from '../control/code-host.ts'
import { PermanentError, isPermanentError } from '../site/errors.ts'
import type { Github } from './client.ts'
import { addDeployKey, listDeployKeys, removeDeployKey } from './deploy-keys.ts'
import { forbiddenIfMissing, unlessMissing } from './errors.ts'
import { findRepository } from './find-repository.ts'
import { isAt, isOfSite, listWebhooks, putWebhook, removeWebhook, webhookUrl } from './push-webhooks.ts'
import { pathOf, type RepositoryPath } from './repository.ts'

/**
 * New ones first, then the old ones go: a site that is being set up again can pull until then. The key comes before the
 * webhook and goes after it, so that whatever is left over by a crash is found by its key (`grants`).
 */
export function createRepositoryAccess(github: () => Promise<Github>): CodeHost['grant'] {
  return async (site, repository, hookUrl) => {
    const { patient } = await github()
    const { name, path, cloneUrl } = await findRepository(patient, repository)
    const [keys, hooks] = await forbiddenIfMissing(
      Promise.all([listDeployKeys(patient, path), listWebhooks(patient, path)]),
    )
    const { hostname: host } = new URL(hookUrl)
    const key = await addDeployKey(patient, path, { siteId: site.id, host })
    const [known, ...others] = hooks.filter((hook) => isAt(hook, hookUrl) || isOfSite(hook, site.id))
    const url = webhookUrl(hookUrl, site.id)
    const webhookSecret = randomBytes(32).toString('hex')
    const webhookId = await putWebhook(patient, path, { url, secret: webhookSecret, known })
    for (const { id } of others) await removeWebhook(patient, path, id)
    for (const { id, siteId } of keys) if (siteId === site.id) await removeDeployKey(patient, path, id)
    return {
      repository: name,
      cloneUrl,
      webhookSecret,
      webhookId: String(webhookId),
      deployKey: key.privateKey,
      deployKeyId: String(key.id),
    }
  }
}

export function createRevoke(github: () => Promise<Github>): CodeHost['revoke'] {
  return async (site, repository) => {
    const path = pathOf(repository)
    if (path === undefined) return
    const { patient } = await github()
    await unlessGone(patient, path, async () => {
      for (const hook of await listWebhooks(patient, path)) {
        if (isOfSite(hook, site.id)) await removeWebhook(patient, path, hook.id)
      }
      for (const { id, siteId } of await listDeployKeys(patient, path)) {
        if (siteId === site.id) await removeDeployKey(patient, path, id)
      }
    })
  }
}

/** Without the repository, or without a say in it, there is nothing that we could take back. */
async function unlessGone(octokit: Octokit, path: RepositoryPath, work: () => Promise<void>): Promise<void> {
  try {
    await unlessMissing(work())
  } catch (error) {
    const isOver = isPermanentError(error) && ['repository-forbidden', 'code-host-not-installed'].includes(error.reason)
    if (!isOver) throw error
    if (error.reason === 'repository-forbidden' && (await isArchived(octokit, path)))
      throw new PermanentError('repository-archived', { message: error.message })
  }
}

async function isArchived(octokit: Octokit, path: RepositoryPath): Promise<boolean> {
  const answer = await unlessMissing(octokit.request('GET /repos/{owner}/{repo}', path))
  return answer?.data.archived === true
}
