import { changedVariables, type EnvironmentChange } from '../site/environment.ts'
import type { Site, SiteSpec } from '../site/site.ts'
import type { EnvironmentAccess, Environments } from './ports.ts'

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

/** The variables for a job that delivers them: none when all were removed; undefined when nobody ever set one. */
export async function environmentOf(
  { id, spec }: Site,
  { environments }: { environments: Pick<Environments, 'load'> },
) {
  if (spec.environment === undefined) return undefined
  const { key } = spec.environment
  return key === undefined ? {} : environments.load({ id }, key)
}
