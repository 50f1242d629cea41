import { phaseOf } from './phase.ts'
import type { ShownPicture } from './picture.ts'
import type { Site } from './site.ts'

/** Whether pictures of its page are shown: not of one that's archived, or about to be. */
export function isPictured({ spec }: Site): boolean {
  return spec.desired === 'up' || spec.desired === 'asleep'
}

export interface PageChange {
  before: ShownPicture
  shown: ShownPicture
}

/** The change of the page to notify people of: before and after. */
export function pageChange(site: Site): PageChange | undefined {
  const { before, shown } = site.status.picture ?? {}
  return phaseOf(site) === 'ready' && before !== undefined && shown !== undefined ? { before, shown } : undefined
}
