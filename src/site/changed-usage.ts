import type { Site } from './site.ts'
import type { Instant } from './time.ts'
import { type Usage, usageAt } from './usage.ts'

/** What the site uses now. AWS doesn't charge for a machine that starts or stops, but for its disk. */
export function usedStateOf({ status: { instance, archive } }: Site): Usage['state'] {
  if (instance !== undefined) return instance.state === 'running' ? 'up' : 'asleep'
  return archive === undefined || archive.missing === true ? 'none' : 'archived'
}

/** The usage once the site's state has changed; undefined: it hasn't. */
export function changedUsage(site: Site, now: Instant, timeZone: string): Usage | undefined {
  const state = usedStateOf(site)
  const { usage, instance } = site.status
  if (usage === undefined) return { state, since: now, month: { from: now, spent: {} } }
  if (usage.state === state) return undefined
  const seenAt = instance === undefined ? now : instance.since
  return { ...usageAt(usage, Math.min(now, Math.max(usage.since, seenAt)), timeZone), state }
}
