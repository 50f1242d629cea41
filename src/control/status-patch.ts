import { isDeepStrictEqual } from 'node:util'
import type { Site, SiteStatus } from '../site/site.ts'
import type { StatusPatch } from './step.ts'

/** The site with the patch, keys that are undefined taken away. The site itself when it says nothing new. */
export function patched(site: Site, patch: StatusPatch): Site {
  const merged = { ...site.status, ...patch }
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
  if (isDeepStrictEqual(kept, site.status)) return site
  return { ...site, status: kept as SiteStatus }
}

/**
 * What of a patch made for `base` still holds for `fresh`, which somebody else saved meanwhile: the keys that they
 * left alone. The rest is dropped; the next look will see to it.
 */
export function stillValid(patch: StatusPatch, base: Site, fresh: Site): StatusPatch {
  const keys = Object.keys(patch) as (keyof SiteStatus)[]
  const untouched = keys.filter((key) => isDeepStrictEqual(base.status[key], fresh.status[key]))
  return Object.fromEntries(untouched.map((key) => [key, patch[key]]))
}
