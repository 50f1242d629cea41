import { isDeepStrictEqual } from 'node:util'
import { type Site, type SiteStatus, statusKeys } from '../site/site.ts'
import type { StatusPatch } from './step.ts'

/** The site with the patch, without keys that are undefined. Parts that are equal stay the same object, and so does the site if all are. */
export function patched(site: Site, patch: StatusPatch): Site {
  const changed = statusKeys().filter((key) => key in patch && isChanged(site.status[key], patch[key]))
  if (changed.length === 0) return site
  const status = { ...site.status }
  for (const key of changed) setKey(status, key, patch[key])
  // An object whose keys were deleted stays slow to read (V8); a copy is fast again.
  const isLess = changed.some((key) => patch[key] === undefined)
  return { ...site, status: isLess ? { ...status } : status }
}

function isChanged(before: unknown, after: unknown): boolean {
  return before !== after && !isDeepStrictEqual(before, after)
}

function setKey<K extends keyof SiteStatus>(status: StatusPatch, key: K, part: StatusPatch[K]): void {
  if (part === undefined) Reflect.deleteProperty(status, key)
  else status[key] = part
}

/**
 * The part of a patch for `base` that still holds for `fresh`, which another process saved meanwhile: keys that it did not change, and of
 * `editLeases` the steps. The rest is dropped, and the next pass makes up for it.
 */
export function stillValid(patch: StatusPatch, base: Site, fresh: Site): StatusPatch {
  const untouched = statusKeys().filter((key) => key in patch && isDeepStrictEqual(base.status[key], fresh.status[key]))
  const kept: StatusPatch = Object.fromEntries(untouched.map((key) => [key, patch[key]]))
  if (!('editLeases' in patch) || 'editLeases' in kept) return kept
  return { ...kept, editLeases: mergedEdits(patch.editLeases, base.status.editLeases, fresh.status.editLeases) }
}

type Edits = SiteStatus['editLeases']

/** Steps edit at the same time. A lease whose end isn't saved would delay that step's next edit by a minute. */
function mergedEdits(ours: Edits = {}, base: Edits = {}, fresh: Edits = {}): Edits {
  const merged = new Map(Object.entries(fresh))
  for (const step of new Set([...Object.keys(ours), ...Object.keys(base)])) {
    const since = ours[step]
    if (base[step] !== fresh[step]) continue
    if (since === undefined) merged.delete(step)
    else merged.set(step, since)
  }
  return merged.size === 0 ? undefined : Object.fromEntries(merged)
}
