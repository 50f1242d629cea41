import type { Octokit } from '@octokit/rest'
import type { CodeHost } from '../control/code-host.ts'
import { PermanentError, isReason, undefinedIf } from '../site/errors.ts'
import type { Github } from './client.ts'
import { addDeployKey, listDeployKeys, removeDeployKey, type DeployKey } from './deploy-keys.ts'
import { forbiddenIfMissing, isMissing, unlessMissing } from './errors.ts'
import { type Creating, pathOf, type RepositoryPath } from './repositories.ts'
import { listWebhooks, putWebhook, removeWebhook } from './push-webhooks.ts'
import { isAt, siteIdOf, webhookUrl } from '../site/webhook-url.ts'
import type { Clock } from '../control/ports.ts'
import { HOUR_MS } from '../site/time.ts'
import { type ListedRepository, loadRepositories, type RepositoriesOf } from './list-repositories.ts'

/**
 * Creates the key before it removes old ones, so that a site that is set up again can still pull.
 * @param byApp see `RepositoryAccess`
 */
export function createGrant({ github, atRepository, count, byApp }: Creating & { byApp: boolean }): CodeHost['grant'] {
  return async (site, repository, { url: hookUrl }) => {
    if (!byApp) await count('key')
    const { patient } = await github()
    if (byApp)
      return atRepository(patient, repository, async ({ name, httpsUrl }) => ({
        repository: name,
        cloneUrl: httpsUrl,
        byApp,
      }))
    const { hostname: host } = new URL(hookUrl)
    return atRepository(patient, repository, async ({ name, path, cloneUrl }) => {
      const keys = await forbiddenIfMissing(listDeployKeys(patient, path))
      const key = await addDeployKey(patient, path, { siteId: site.id, host })
      for (const { id, siteId } of keys) if (siteId === site.id) await removeDeployKey(patient, path, id)
      return { repository: name, cloneUrl, deployKey: key.privateKey, deployKeyId: String(key.id) }
    })
  }
}

/**
 * There is a deploy key before there is a webhook, and until it's gone (`createRevoke`): so `listAccess` finds what a crash leaves behind by
 * its key.
 */
export function createPutWebhook({ github, atRepository, count }: Creating): CodeHost['putWebhook'] {
  return async (site, repository, { url: hookUrl, secret }) => {
    await count('other')
    const { patient } = await github()
    return atRepository(patient, repository, async ({ path }) => {
      const hooks = await forbiddenIfMissing(listWebhooks(patient, path))
      const [known, ...others] = hooks.filter((hook) => isAt(hook, hookUrl) || siteIdOf(hook) === site.id)
      const id = await putWebhook(patient, path, { url: webhookUrl(hookUrl, site.id), secret, known })
      for (const other of others) await removeWebhook(patient, path, other.id)
      return String(id)
    })
  }
}

export function createRevoke(github: () => Promise<Github>): CodeHost['revoke'] {
  return async (site, repository) => {
    const path = pathOf(repository)
    if (path === undefined) return
    const { patient } = await github()
    await unlessGone(patient, path, async () => {
      for (const hook of await listWebhooks(patient, path)) {
        if (siteIdOf(hook) === site.id) await removeWebhook(patient, path, hook.id)
      }
      for (const { id, siteId } of await listDeployKeys(patient, path)) {
        if (siteId === site.id) await removeDeployKey(patient, path, id)
      }
    })
  }
}

/** Without the repository, or without rights in it, there is nothing that we could take back. */
async function unlessGone(octokit: Octokit, path: RepositoryPath, work: () => Promise<void>): Promise<void> {
  try {
    await undefinedIf((error) => isMissing(error) || isReason(error, 'code-host-not-installed'), work())
  } catch (error) {
    if (!isReason(error, 'repository-forbidden')) throw error
    if (await isArchived(octokit, path)) throw new PermanentError('repository-archived', { message: error.message })
  }
}

async function isArchived(octokit: Octokit, path: RepositoryPath): Promise<boolean> {
  const answer = await unlessMissing(octokit.request('GET /repos/{owner}/{repo}', path))
  return answer?.data.archived === true
}

/** Repositories without a site that are checked at a time: 12 turns for 1,200, and 100 of an hour's 5,000 calls. */
const TURN_SIZE = 100
/** At least two hourly sweeps, however late they are. */
const TURN_MS = 3 * HOUR_MS

interface GrantsDeps extends RepositoriesOf {
  github(): Promise<Github>
  clock: Clock
  /** Keys of sites in other domains are another deployment's. Without it, all keys are ours. */
  siteDomain?: string | undefined
}

/**
 * By the titles of deploy keys, with one call per repository: those of sites are checked each time, and the others in turns. So an
 * orphan in a repository without a site is found in a day or two.
 */
export function listRepositoryAccess({ github, clock, siteDomain, ...scope }: GrantsDeps): CodeHost['listAccess'] {
  const isOurs = ({ host }: DeployKey) =>
    siteDomain === undefined || host === siteDomain || host.endsWith(`.${siteDomain}`)
  return async (named) => {
    const { patient } = await github()
    const all: ListedRepository[] = []
    await loadRepositories(patient, scope)((page) => all.push(...page))
    const known = new Map(all.map((one) => [one.name.toLowerCase(), one]))
    const usable = all.filter(({ isUsable }) => isUsable).map(({ name }) => name)
    // People may write names in any case, and an orphan is recognized by its repository's name.
    const wanted = new Map(
      [...named, ...inTurn(usable.toSorted(), clock.now())].map((name) => [name.toLowerCase(), name]),
    )
    // Nothing can be removed from an archived one; it's found once that's unarchived.
    const open = [...wanted].flatMap(([key, name]) => {
      const { name: itsName, isUsable } = known.get(key) ?? { name, isUsable: true }
      return isUsable ? itsName : []
    })
    const found = await Promise.all(open.map((repository) => keysOf(patient, repository)))
    return found.flatMap(({ repository, keys }) => {
      const siteIds = new Set(keys.filter(isOurs).map(({ siteId }) => siteId))
      return [...siteIds].map((siteId) => ({ siteId, repository }))
    })
  }
}

function inTurn(names: readonly string[], now: number): readonly string[] {
  const turns = Math.ceil(names.length / TURN_SIZE)
  const turn = turns === 0 ? 0 : Math.floor(now / TURN_MS) % turns
  return names.slice(turn * TURN_SIZE, (turn + 1) * TURN_SIZE)
}

async function keysOf(octokit: Octokit, repository: string): Promise<{ repository: string; keys: DeployKey[] }> {
  const path = pathOf(repository)
  const keys =
    path === undefined
      ? []
      : await undefinedIf(
          (error) => isMissing(error) || isReason(error, 'repository-forbidden'),
          listDeployKeys(octokit, path),
        )
  return { repository, keys: keys ?? [] }
}
