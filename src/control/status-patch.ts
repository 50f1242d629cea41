import { isDeepStrictEqual } from 'node:util'
import { type Site, type SiteStatus, statusKeys } from '../site/site.ts'
import type { StatusPatch } from './step.ts'

/** The site with the patch, keys that are undefined taken away; parts that say nothing new stay the same. The site itself when none does. */
export function patched(site: Site, patch: StatusPatch): Site {
  const news = statusKeys.filter((key) => key in patch && isChanged(site.status[key], patch[key]))
  if (news.length === 0) return site
  const status = { ...site.status }
  for (const key of news) setKey(status, key, patch[key])
  // An object from which parts were deleted stays slow to read; its copy is not.
  const isLess = news.some((key) => patch[key] === undefined)
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
 * What of a patch made for `base` still holds for `fresh`, which somebody else saved meanwhile: the keys that they
 * left alone, and of edits under way the steps. The rest is dropped; the next look will see to it.
 */
export function stillValid(patch: StatusPatch, base: Site, fresh: Site): StatusPatch {
  const untouched = statusKeys.filter((key) => key in patch && isDeepStrictEqual(base.status[key], fresh.status[key]))
  const kept: StatusPatch = Object.fromEntries(untouched.map((key) => [key, patch[key]]))
  if (!('editLeases' in patch) || 'editLeases' in kept) return kept
  return { ...kept, editLeases: mergedEdits(patch.editLeases, base.status.editLeases, fresh.status.editLeases) }
}

type Edits = SiteStatus['editLeases']

/** Steps edit at the same time. An edit whose end was not written down would hold up the next for a minute. */
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
