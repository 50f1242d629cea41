import { type CodeHost, matching, MAX_RESULTS } from '../../control/code-host.ts'
import { PermanentError } from '../../site/errors.ts'
import { isLoopbackUrl } from './webhook-delivery.ts'
import type { Webhook, Webhooks } from './webhooks.ts'
import type { Statuses } from './statuses.ts'
import type { Repositories, Repository } from './repositories.ts'
import type { Teams } from './teams.ts'

interface PortDeps {
  repositories: Repositories
  teams(): Promise<Teams>
  webhooks: Webhooks
  statuses: Pick<Statuses, 'put'>
  cloneUrl(repository: string): string
  /** A new secret for a webhook. */
  makeSecret(): string
  /** Called when a webhook was created; must not throw. */
  onWebhook(webhook: Webhook, repository: Repository): void
}

/** The port, on the local code host. */
export function createPort({
  repositories,
  teams,
  webhooks,
  statuses,
  cloneUrl,
  makeSecret,
  onWebhook,
}: PortDeps): CodeHost {
  const branchesOf = async (name: string) => {
    const repository = await repositories.find(name)
    if (repository === undefined) return undefined
    const first = await repositories.defaultBranch(repository)
    const all = await repositories.branches(repository)
    return all.toSorted((a, b) => Number(b === first) - Number(a === first))
  }
  return {
    repositories: async (query) => {
      const all = await repositories.list()
      return matching(
        all.map(({ name }) => name),
        query,
      )
    },
    branches: async (repository, query) => {
      const [first, ...others] = (await branchesOf(repository)) ?? []
      if (first === undefined) return []
      // The default branch stays first, however well others match.
      return [...matching([first], query), ...matching(others, query)].slice(0, MAX_RESULTS)
    },
    teams: async (query) => matching(Object.keys(await teams()).toSorted(), query),
    exists: async (repository, branch) => {
      const branches = await branchesOf(repository)
      if (branches === undefined) return 'no-repository'
      return branches.includes(branch) ? 'yes' : 'no-branch'
    },
    branchHead: async (name, branch) => {
      const repository = await repositories.find(name)
      return repository && (await repositories.heads(repository))[`refs/heads/${branch}`]
    },
    // Teams have access to every repository, and one that is gone has no members.
    members: async (_repository, team) => Object.entries(await teams()).find(([slug]) => slug === team)?.[1] ?? [],
    hasTeam: async (team) => Object.keys(await teams()).includes(team),
    grant: async (site, name, url) => {
      const repository = await repositories.find(name)
      if (repository === undefined) throw new PermanentError('repository-missing')
      if (!isLoopbackUrl(url)) throw new Error(`webhooks of this code host lead to http://*.localhost only, not ${url}`)
      const { id, name: siteName } = site
      const webhook = await webhooks.replace({
        site: { id, name: siteName },
        repository: name,
        url,
        secret: makeSecret(),
      })
      onWebhook(webhook, repository)
      return { repository: name, cloneUrl: cloneUrl(name), webhookSecret: webhook.secret, webhookId: webhook.id }
    },
    revoke: (site, repository) => webhooks.remove(site.id, repository),
    listAccess: async () => webhooks.all().map(({ site, repository }) => ({ siteId: site.id, repository })),
    // Repositories here have no pull requests.
    comment: async (name) => {
      const isThere = (await repositories.find(name)) !== undefined
      throw new PermanentError(isThere ? 'repository-forbidden' : 'repository-missing')
    },
    setStatus: async (name, status) => {
      const repository = await repositories.find(name)
      if (repository === undefined) throw new PermanentError('repository-missing')
      if (await repositories.hasCommit(repository, status.commit)) await statuses.put({ repository: name, ...status })
    },
  }
}
