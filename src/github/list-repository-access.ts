import type { Octokit } from '@octokit/rest'
import type { Clock } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import { isPermanentError } from '../site/errors.ts'
import { HOUR_MS } from '../site/time.ts'
import type { Github } from './client.ts'
import { type DeployKey, listDeployKeys } from './deploy-keys.ts'
import { unlessMissing } from './errors.ts'
import { type ListedRepository, loadRepositories, type RepositoriesOf } from './list-repositories.ts'
import { pathOf } from './repository.ts'

/** Repositories that no record names, looked at in one turn: 12 turns for 1,200, and 100 of an hour's 5,000 calls. */
const TURN_SIZE = 100
/** Long enough for two hourly sweeps, however late they are. */
const TURN_MS = 3 * HOUR_MS

interface GrantsDeps extends RepositoriesOf {
  github(): Promise<Github>
  clock: Clock
  /** Sites are below it; keys of sites elsewhere are another installation's. All keys are ours where it is left out. */
  siteDomain?: string | undefined
}

/**
 * By the titles of deploy keys, one call a repository: those that records name are looked at each time, and of all the
 * others some in turn. So what was left over at a repository that no record names is found in a day or two.
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
    // Records have names as somebody wrote them, and an orphan has to be known again by its repository's.
    const wanted = new Map(
      [...named, ...inTurn(usable.toSorted(), clock.now())].map((name) => [name.toLowerCase(), name]),
    )
    // What is left at an archived one cannot be removed: it is found once the repository takes changes again.
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
  const keys = path === undefined ? [] : await unlessForbidden(unlessMissing(listDeployKeys(octokit, path)))
  return { repository, keys: keys ?? [] }
}

/** What we have no say in cannot be tidied up. */
async function unlessForbidden<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (isPermanentError(error) && error.reason === 'repository-forbidden') return undefined
    throw error
  }
}
