import { changedVariables, type EnvironmentChange } from '../site/environment.ts'
import { isConflictError } from '../site/errors.ts'
import { UserError } from '../site/user-error.ts'
import { MAX_TRIES } from './max-tries.ts'
import type { EnvironmentAccess, RepositoryEnvironment, SiteStore } from './ports.ts'

const PREFIX = 'repositories/'
const MAX_RENAMES = 5

/** Whose environment it is, as {@link Environments} know it. GitHub's names ignore case. */
export function ofRepository(repository: string): { id: string } {
  return { id: `${PREFIX}${repository.toLowerCase()}` }
}

/** The repository whose environment that is; undefined for a site's. */
export function repositoryOf(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined
}

export function isSameRepository(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** With what id its variables were saved. */
export function ownerOf(
  repository: string,
  { savedFor }: Pick<RepositoryEnvironment, 'savedFor'> = {},
): { id: string } {
  return savedFor === undefined ? ofRepository(repository) : { id: savedFor }
}

/** The repository has another name: its environment, too. One that the new name has already stays. */
export async function moveRepositoryEnvironment(store: Deps['store'], from: string, to: string): Promise<void> {
  const [found, there] = [await store.loadRepositoryEnvironment(from), await store.loadRepositoryEnvironment(to)]
  if (found === undefined || found.movedTo !== undefined) return
  if (there === undefined || there.movedTo !== undefined) {
    const version = (there ?? found).version + 1
    await store.saveRepositoryEnvironment(to, { ...found, version, savedFor: ownerOf(from, found).id })
  }
  const { version, by, to: names } = found
  await store.saveRepositoryEnvironment(from, { version: version + 1, names: [], by, to: names, movedTo: to })
}

/** The key of the variables in force, of those that were saved with the id of that repository. */
export async function keyInForce(store: Deps['store'], repository: string): Promise<string | undefined> {
  const { id } = ofRepository(repository)
  let [name, environment] = [repository, await store.loadRepositoryEnvironment(repository)]
  for (let hops = 0; environment?.movedTo !== undefined && hops < MAX_RENAMES; hops++) {
    name = environment.movedTo
    environment = await store.loadRepositoryEnvironment(name)
  }
  return ownerOf(name, environment).id === id ? environment?.key : undefined
}

interface Deps {
  store: Pick<SiteStore, 'loadRepositoryEnvironment' | 'saveRepositoryEnvironment'>
  environments: EnvironmentAccess
}

/** Saves the changed environment of a repository. Sites get it with their next job. UserErrors as {@link changedVariables}. */
export async function saveRepositoryEnvironment(
  { store, environments }: Deps,
  repository: string,
  change: EnvironmentChange,
  { by, to }: Pick<RepositoryEnvironment, 'by' | 'to'>,
): Promise<RepositoryEnvironment> {
  const owner = ofRepository(repository)
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const known = await store.loadRepositoryEnvironment(repository)
    const before = known?.key === undefined ? {} : await environments.load(ownerOf(repository, known), known.key)
    const after = changedVariables(before, change)
    const names = Object.keys(after)
    const key = names.length === 0 ? undefined : await environments.save(owner, after)
    const next = { version: (known?.version ?? 0) + 1, names, by, to, ...(key !== undefined && { key }) }
    try {
      await store.saveRepositoryEnvironment(repository, next)
      return next
    } catch (error) {
      if (!isConflictError(error)) throw error
    }
  }
  throw new UserError('changed-meanwhile', { name: repository })
}
