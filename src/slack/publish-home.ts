import type { WebClient } from '@slack/web-api'
import type { HomeSection } from '../../views/action-ids.ts'
import { home } from '../../views/home.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { costsOf } from '../site/costs.ts'
import { extend } from '../site/operations/extend.ts'
import { isArchived } from '../site/phase.ts'
import { isExpiring } from '../site/site-filter.ts'
import type { Site } from '../site/site.ts'
import type { ListenerDeps } from './people.ts'

/** A few more sites than the view shows, so it can say how many are left out. */
const MOST_MINE = 50
const MOST_SOON = 10

/** Redraws a person's App Home with two lists, however many sites there are. `expanded`: the section that they see all of. */
export async function publishHome(
  client: WebClient,
  user: string,
  viewContext: ViewContext,
  { store, clock, policy }: Pick<ListenerDeps, 'store' | 'clock' | 'policy'>,
  expanded?: HomeSection,
): Promise<void> {
  const [owned, soonest] = await Promise.all([
    store.list({ by: 'owner', owner: user }, { limit: MOST_MINE }),
    store.list({ by: 'life', life: 'live' }, { limit: MOST_SOON }),
  ])
  const isSoon = (site: Site) => extend.isPossible(site) && isExpiring(site, clock.now())
  const ofOthers = soonest.sites.filter(({ spec }) => spec.owner !== user)
  const costs = costsOf(owned.sites, clock.now(), policy)
  const isKnown = owned.cursor === undefined && costs.unknown < costs.sites
  const view = home(
    {
      mine: owned.sites.filter((site) => !isArchived(site)),
      archived: owned.sites.filter(isArchived),
      expiringSoon: [...owned.sites, ...ofOthers].filter(isSoon),
      ...(isKnown && { costs }),
      more: owned.cursor !== undefined,
      expanded,
    },
    viewContext,
  )
  await client.views.publish({ user_id: user, view })
}
