import type { HomeView, KnownBlock } from '@slack/types'
import type { Costs } from '../src/site/costs.ts'
import { creationError, isNotKnown } from '../src/site/permissions.ts'
import type { Site } from '../src/site/site.ts'
import { actionIds } from './action-ids.ts'
import { button, context, header, section } from './blocks.ts'
import { money } from './money.ts'
import { userErrorText } from './problem.ts'
import type { ViewContext } from './view-context.ts'
import { siteRowWithControls } from './site-row.ts'

interface HomeFacts {
  mine: Site[]
  expiringSoon: Site[]
  archived: Site[]
  /** Of all sites of the person; absent where that isn't known. */
  costs?: Costs
  /** The store has more than are given here. */
  more: boolean
}

/** Two blocks a site: together with all else these stay under the 100 blocks, and the 250 KB, that a view may have. */
const SHOWN = { expiringSoon: 10, mine: 22, archived: 10 }

/** The App Home of one person. A site is listed once: where it is most urgent. */
export function home({ mine, expiringSoon, archived, costs, more }: HomeFacts, viewContext: ViewContext): HomeView {
  const words = viewContext.texts.home
  const urgent = new Set(expiringSoon.map(({ id }) => id))
  const rest = mine.filter(({ id }) => !urgent.has(id))
  const isEmpty = mine.length + expiringSoon.length + archived.length === 0
  return {
    type: 'home',
    blocks: [
      header(words.title),
      section(words.intro),
      ...creation(viewContext),
      ...(costs === undefined ? [] : [context(costsLine(costs, viewContext))]),
      ...(isEmpty ? [section(words.empty)] : []),
      ...group(words.expiringSoon, expiringSoon, SHOWN.expiringSoon, viewContext),
      ...group(words.mine, rest, SHOWN.mine, viewContext),
      ...group(words.archived, archived, SHOWN.archived, viewContext),
      ...(more ? [context(words.more)] : []),
    ],
  }
}

function costsLine({ soFar, monthly }: Costs, viewContext: ViewContext): string {
  const amounts = { soFar: money(soFar, viewContext), monthly: money(monthly, viewContext) }
  return viewContext.texts.home.costs(amounts)
}

/** The way to make a site, for who may, or may for all that is known; else who may. */
export function creation(viewContext: ViewContext): KnownBlock[] {
  const { texts, viewer, policy } = viewContext
  const refusal = viewer === undefined ? undefined : creationError(viewer, policy)
  if (refusal !== undefined && !isNotKnown(refusal)) return [section(userErrorText(refusal, viewContext))]
  // The value says nothing, but Slack wants one that is not empty.
  const create = button(actionIds.create, texts.buttons.create, 'home', { style: 'primary' })
  return [{ type: 'actions', elements: [create] }]
}

function group(title: string, sites: Site[], max: number, viewContext: ViewContext): KnownBlock[] {
  if (sites.length === 0) return []
  const left = sites.length - max
  return [
    header(title),
    ...sites.slice(0, max).flatMap((site) => siteRowWithControls(site, viewContext)),
    ...(left > 0 ? [context(viewContext.texts.home.notShown({ count: left }))] : []),
  ]
}
