import { phaseOf } from './phase.ts'
import type { Site } from './site.ts'

/** What people tell sites apart by, which is less than their phases; in the order in which they are told of them. */
export const siteStates = ['failed', 'up', 'changing', 'asleep', 'archived'] as const
export type SiteState = (typeof siteStates)[number]

/** Undefined for a site of which nobody has to be told any more. */
export function stateOf(site: Site): SiteState | undefined {
  if (site.spec.desired === 'gone') return undefined
  switch (phaseOf(site)) {
    case 'ready':
      return 'up'
    case 'asleep':
    case 'goingToSleep':
      return 'asleep'
    case 'failed':
      return 'failed'
    case 'archived':
    case 'archiving':
    case 'purging':
      return 'archived'
    case 'requested':
    case 'launching':
    case 'booting':
    case 'settingUp':
    case 'waking':
      return 'changing'
  }
}
