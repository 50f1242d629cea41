import type { HomeView, KnownBlock } from '@slack/types'
import type { Costs } from '../src/site/costs.ts'
import { creationError, isNotKnown } from '../src/site/permissions.ts'
import { isAlive } from '../src/site/phase.ts'
import type { Site } from '../src/site/site.ts'
import { actionIds, encodeHome, encodePage, type HomeSection } from './action-ids.ts'
import { button, context, header, section } from './blocks.ts'
import { money } from './money.ts'
import { truncate } from './mrkdwn.ts'
import { userErrorText } from './problem.ts'
import type { ViewContext } from './view-context.ts'
import { siteRowWithControls } from './site-row.ts'
import { stateCounts } from './state-counts.ts'

interface HomeFacts {
  mine: Site[]
  expiringSoon: Site[]
  archived: Site[]
  /** Of all sites of the person; absent where that isn't known. */
  costs?: Costs
  /** The store has more than are given here. */
  more: boolean
  /** The section of which more than the first sites are shown. */
  expanded?: HomeSection | undefined
}

const COLLAPSED = 10
/** Two blocks a site: together with all else these stay under the 100 blocks, and the 250 KB, that a view may have. */
const MAX_SHOWN = 42

/** The App Home of one person. A site is listed once: where it is most urgent. */
export function home(facts: HomeFacts, viewContext: ViewContext): HomeView {
  const { mine, expiringSoon, archived, more, expanded } = facts
  const words = viewContext.texts.home
  const urgent = new Set(expiringSoon.map(({ id }) => id))
  const sections = { expiringSoon, mine: mine.filter(({ id }) => !urgent.has(id)), archived }
  const collapsed = Object.values(sections).map(({ length }) => Math.min(length, COLLAPSED))
  const room = MAX_SHOWN - collapsed.reduce((sum, count) => sum + count, 0)
  const isEmpty = mine.length + expiringSoon.length + archived.length === 0
  const group = (name: HomeSection) => sites(name, sections[name], { room, isExpanded: name === expanded }, viewContext)
  return {
    type: 'home',
    private_metadata: encodeHome(expanded),
    blocks: [
      header(words.title),
      section(words.intro),
      ...creation(viewContext, { canSelect: mine.some(isAlive) }),
      ...totals(facts, viewContext),
      ...(isEmpty ? [section(words.empty)] : []),
      ...group('expiringSoon'),
      ...group('mine'),
      ...group('archived'),
      ...(more ? [context(words.more)] : []),
      ...(isEmpty ? [] : [context(viewContext.texts.list.howToShow)]),
    ],
  }
}

/** How many sites the person has, in which states, and what they cost, where that's known of all of them. */
function totals({ mine, archived, costs, more }: HomeFacts, viewContext: ViewContext): KnownBlock[] {
  const sites = [...mine, ...archived]
  if (more || sites.length === 0) return []
  const { totals: text, costs: costsText } = viewContext.texts.home
  const states = stateCounts(sites, viewContext).join(', ')
  const amounts = costs && { soFar: money(costs.soFar, viewContext), monthly: money(costs.monthly, viewContext) }
  return [context(`${text({ count: sites.length, states })}${amounts === undefined ? '' : ` · ${costsText(amounts)}`}`)]
}

/**
 * The way to make a site, for who may, or may for all that is known; else who may. With `canSelect`, the way to select some of one's own, too.
 */
export function creation(viewContext: ViewContext, { canSelect = false } = {}): KnownBlock[] {
  const { texts, viewer, policy } = viewContext
  const select = canSelect ? [button(actionIds.select, texts.buttons.select, encodePage({ kind: 'mine' }))] : []
  const refusal = viewer === undefined ? undefined : creationError(viewer, policy)
  if (refusal !== undefined && !isNotKnown(refusal)) {
    const why = section(userErrorText(refusal, viewContext))
    return select.length === 0 ? [why] : [why, { type: 'actions', elements: select }]
  }
  // The value says nothing, but Slack wants one that is not empty.
  const create = button(actionIds.create, texts.buttons.create, 'home', { style: 'primary' })
  return [{ type: 'actions', elements: [create, ...select] }]
}

/** `room`: for so many more than the first. */
function sites(
  name: HomeSection,
  all: Site[],
  { room, isExpanded }: { room: number; isExpanded: boolean },
  viewContext: ViewContext,
): KnownBlock[] {
  if (all.length === 0) return []
  const { home: words } = viewContext.texts
  const shown = all.slice(0, isExpanded ? COLLAPSED + room : COLLAPSED)
  const left = all.length - shown.length
  return [
    header(words[name]),
    ...shown.flatMap((site) => siteRowWithControls(site, viewContext)),
    ...(left === 0
      ? []
      : [isExpanded ? context(words.notShown({ count: left })) : expand(name, Math.min(left, room), viewContext)]),
  ]
}

function expand(name: HomeSection, count: number, { texts }: ViewContext): KnownBlock {
  const label = texts.home.showMore({ count })
  const spoken = { accessibility_label: truncate(`${label}: ${texts.home[name]}`, 75) }
  return { type: 'actions', elements: [button(actionIds.expand, label, name, spoken)] }
}
