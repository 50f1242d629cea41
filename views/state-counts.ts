import type { Site } from '../src/site/site.ts'
import { siteStates, stateOf } from '../src/site/site-state.ts'
import type { ViewContext } from './view-context.ts'

/** How many of the sites are up, asleep, and so on; states without a site are left out. */
export function stateCounts(sites: readonly Site[], { texts }: Pick<ViewContext, 'texts'>): string[] {
  return siteStates.flatMap((state) => {
    const count = sites.filter((site) => stateOf(site) === state).length
    return count === 0 ? [] : [texts.counts[state]({ count })]
  })
}
