import { once } from '../once.ts'
import { countUnaudited } from './audit.ts'
import { HISTORY_LENGTH, type HistoryEntry, type Site, type SiteSpec } from './site.ts'
import { specSchema } from './site-spec.ts'
import type { Instant } from './time.ts'

/** Who changes a site, and when. `by` is a Slack user, or `pokopoko` for deadlines. */
export interface ChangeContext {
  by: string
  /** The MCP client that asks for them. */
  agent?: string | undefined
  now: Instant
}

/** Changes of a spec by key; undefined removes the key. */
export type SpecPatch = { [K in keyof SiteSpec]?: SiteSpec[K] | undefined }

/** The site with another spec and a line in its history. */
export function changed(
  site: Site,
  patch: SpecPatch,
  entry: Pick<HistoryEntry, 'action' | 'to' | 'removedMembers'>,
  { by, agent, now }: ChangeContext,
): Site {
  const status = { ...site.status, changes: (site.status.changes ?? 0) + 1 }
  const length = Math.max(HISTORY_LENGTH, countUnaudited(status))
  const history = [{ at: now, by, ...(agent !== undefined && { agent }), ...entry }, ...site.history].slice(0, length)
  // What is asked for now isn't why the site went to sleep by itself.
  const because: SpecPatch = patch.desired === undefined ? {} : { idleSince: undefined }
  return { ...site, spec: patchedSpec(site.spec, { ...because, ...patch }), status, history }
}

const specKeys = once(() => specSchema.unwrap().keyof().options)

/** The spec with the patch, without keys that are undefined. */
export function patchedSpec(before: SiteSpec, patch: SpecPatch): SiteSpec {
  const spec = { ...before }
  for (const key of specKeys()) if (key in patch) setKey(spec, key, patch[key])
  return spec
}

function setKey<K extends keyof SiteSpec>(spec: SpecPatch, key: K, part: SpecPatch[K]): void {
  if (part === undefined) Reflect.deleteProperty(spec, key)
  else spec[key] = part
}
