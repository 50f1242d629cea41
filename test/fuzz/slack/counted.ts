import type { Site } from '../../../src/site/site.ts'

/** Does the site count towards the limits of how many there can be? */
export const isCounted = ({ spec }: Site) => spec.desired === 'up' || spec.desired === 'asleep'

export function countedOf(sites: readonly Site[]): Site[] {
  return sites.filter(isCounted)
}
