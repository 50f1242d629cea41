import type { GithubEmulator } from '@pokopoko/github-emulator'
import { type CodeHost, matching, MAX_RESULTS } from '../../control/code-host.ts'
import { repositoryFiles, treeEntryOf } from '../../control/repository-files.ts'
import { PermanentError } from '../../site/errors.ts'
import { linuxUserFor } from '../../site/linux-user.ts'
import { isBranchName } from '../../site/source.ts'
import { isAt, siteIdOf, webhookUrl } from '../../site/webhook-url.ts'

/** The port on the emulator of GitHub. Cloning needs no key there, so there is no `deployKey`. */
export function createLocalCodeHost(github: GithubEmulator): CodeHost {
  const { webhooks } = github
  const isThere = async (repository: string) => (await github.repositories()).includes(repository)
  const branchesOf = async (repository: string) => (await github.branches(repository))?.map(({ name }) => name)
  return {
    repositories: async (query) => matching(await github.repositories(), query),
    branches: async (repository, query) => {
      const [first, ...others] = ((await branchesOf(repository)) ?? []).filter(isBranchName)
      if (first === undefined) return []
      // The default branch stays first, however well others match.
      return [...matching([first], query), ...matching(others, query)].slice(0, MAX_RESULTS)
    },
    teams: async (query) => matching(Object.keys(await github.teams()).toSorted(), query),
    exists: async (repository, branch) => {
      const branches = await branchesOf(repository)
      if (branches === undefined) return 'no-repository'
      return isBranchName(branch) && branches.includes(branch) ? 'yes' : 'no-branch'
    },
    // Repositories here have no roles of their own: everybody in a team can read all of them.
    canRead: async (repository, login) => {
      const members = Object.values(await github.teams()).flat()
      return (await isThere(repository)) && members.some((one) => one.login.toLowerCase() === login.toLowerCase())
    },
    branchHead: async (repository, branch) =>
      (await github.branches(repository))?.find(({ name }) => name === branch)?.commit,
    files: async (repository, branch, directory) => {
      const tree = await github.tree(repository, branch)
      return tree && repositoryFiles(tree.map(treeEntryOf), directory, (sha) => github.blob(repository, sha))
    },
    members: async (_repository, team) => {
      // One that is gone has no members.
      const members = Object.entries(await github.teams()).find(([slug]) => slug === team)?.[1] ?? []
      return members.map((member) => ({ ...member, user: linuxUserFor(member.login) }))
    },
    hasTeam: async (team) => Object.keys(await github.teams()).includes(team),
    grant: async (_site, repository) => {
      if (!(await isThere(repository))) throw new PermanentError('repository-missing')
      return { repository, cloneUrl: github.cloneUrl(repository) }
    },
    putWebhook: async (site, repository, { url: hookUrl, secret }) => {
      if (!(await isThere(repository))) throw new PermanentError('repository-missing')
      const target = { url: webhookUrl(hookUrl, site.id), secret }
      const isAtRepository = (hook: { repository: string; url: string }) =>
        hook.repository === repository && (isAt(hook, hookUrl) || siteIdOf(hook) === site.id)
      const [known, ...others] = webhooks.list().filter(isAtRepository)
      if (known !== undefined) await webhooks.update(known.id, target)
      const { id } = known ?? (await webhooks.create({ repository, ...target }))
      for (const other of others) await webhooks.delete(other.id)
      return id
    },
    revoke: async (site, repository) => {
      const ours = webhooks.list().filter((hook) => hook.repository === repository && siteIdOf(hook) === site.id)
      for (const { id } of ours) await webhooks.delete(id)
    },
    listAccess: async () =>
      webhooks.list().flatMap((hook) => {
        const siteId = siteIdOf(hook)
        return siteId === undefined ? [] : [{ siteId, repository: hook.repository }]
      }),
    // Repositories here have no pull requests.
    comment: async (repository) => {
      throw new PermanentError((await isThere(repository)) ? 'repository-forbidden' : 'repository-missing')
    },
    setStatus: async (repository, status) => {
      if (!(await isThere(repository))) throw new PermanentError('repository-missing')
      await github.setStatus({ repository, ...status })
    },
  }
}
