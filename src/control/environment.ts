import { changedVariables, type EnvironmentChange, type Variables } from '../site/environment.ts'
import type { Site, SiteSpec } from '../site/site.ts'
import type { EnvironmentAccess, Environments, SiteStore } from './ports.ts'
import { ownerOf } from './repository-environment.ts'

type Saved = Pick<NonNullable<SiteSpec['environment']>, 'key' | 'names'>

/**
 * Saves the changed environment of a site under a new key. It's in force once the record has that key. UserErrors as
 * {@link changedVariables}.
 */
export async function saveEnvironment(
  environments: EnvironmentAccess,
  site: Site,
  change: EnvironmentChange,
): Promise<Saved> {
  const key = site.spec.environment?.key
  const before = key === undefined ? {} : await environments.load(site, key)
  const after = changedVariables(before, change)
  const names = Object.keys(after)
  return names.length === 0 ? { names } : { key: await environments.save(site, after), names }
}

interface EnvironmentDeps {
  environments: Pick<Environments, 'load'>
  store: Pick<SiteStore, 'loadRepositoryEnvironment'>
}

/**
 * The variables for a job that delivers them: the repository's, and the site's, which come first. None when all were removed; undefined when
 * nobody ever set one.
 */
export async function environmentOf(
  { id, spec }: Site,
  { environments, store }: EnvironmentDeps,
): Promise<Variables | undefined> {
  const { environment, repository } = spec
  const shared = await store.loadRepositoryEnvironment(repository)
  if (environment === undefined && shared === undefined) return undefined
  const [ofAll, own] = await Promise.all([
    shared?.key === undefined ? {} : environments.load(ownerOf(repository, shared), shared.key),
    environment?.key === undefined ? {} : environments.load({ id }, environment.key),
  ])
  return { ...ofAll, ...own }
}
