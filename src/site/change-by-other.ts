import type { HistoryEntry, Site } from './site.ts'
import { isSlackUser } from './slack-ids.ts'
import { HOUR_MS, type Instant } from './time.ts'

/** What takes a site from its owner, or from the visitors that they told of it. */
export const takingOperations = ['sleep', 'delete', 'delete-without-archive', 'change-password'] as const
export type TakingOperation = (typeof takingOperations)[number]

export interface ChangeByOther extends HistoryEntry {
  action: TakingOperation
}

/** Nobody is told of what was done so long ago, as before an upgrade. */
const RECENT_MS = HOUR_MS

/** The last that somebody else did to the owner's site; undefined: nothing. */
export function changeByOther({ spec: { owner }, history }: Site): ChangeByOther | undefined {
  const latest = history.find(isTaking)
  if (latest === undefined || latest.by === owner || ![owner, latest.by].every(isSlackUser)) return undefined
  const later = history.slice(0, history.indexOf(latest))
  // The site was somebody else's then.
  return later.some(({ action }) => action === 'hand-over' || action === 'adopt') ? undefined : latest
}

/** The same, as long as there is somebody to tell of it. */
export function changeByOtherToNotify(site: Site, now: Instant): ChangeByOther | undefined {
  const change = changeByOther(site)
  return change !== undefined && now <= change.at + RECENT_MS ? change : undefined
}

function isTaking(entry: HistoryEntry): entry is ChangeByOther {
  return takingOperations.some((action) => action === entry.action)
}
