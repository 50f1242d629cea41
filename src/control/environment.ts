import { changedVariables, type EnvironmentChange } from '../site/environment.ts'
import type { Site, SiteSpec } from '../site/site.ts'
import type { EnvironmentAccess, Environments } from './ports.ts'

type Kept = Pick<NonNullable<SiteSpec['environment']>, 'key' | 'names'>

/** Keeps the changed environment of a site, and says where. It counts once the record says the same. UserError when it can't be. */
export async function keepEnvironment(
  environments: EnvironmentAccess,
  site: Site,
  change: EnvironmentChange,
): Promise<Kept> {
  const key = site.spec.environment?.key
  const before = key === undefined ? {} : await environments.load(site, key)
  const after = changedVariables(before, change)
  const names = Object.keys(after)
  return names.length === 0 ? { names } : { key: await environments.save(site, after), names }
}

/** For the job that delivers it; undefined when nobody ever set one. */
export async function environmentOf(
  { id, spec }: Site,
  { environments }: { environments: Pick<Environments, 'load'> },
) {
  if (spec.environment === undefined) return undefined
  const { key } = spec.environment
  return key === undefined ? {} : environments.load({ id }, key)
}
