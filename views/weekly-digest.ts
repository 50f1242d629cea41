import type { KnownBlock } from '@slack/types'
import { costsOf } from '../src/site/costs.ts'
import { isAlive } from '../src/site/phase.ts'
import type { Site } from '../src/site/site.ts'
import { siteStates, stateOf } from '../src/site/site-state.ts'
import type { Instant } from '../src/site/time.ts'
import type { WeeklyDigest } from '../src/site/weekly-digest.ts'
import { context, header, type MessageView, section } from './blocks.ts'
import { money } from './money.ts'
import { bold } from './mrkdwn.ts'
import { siteLine } from './site-row.ts'
import { stateCounts } from './state-counts.ts'
import type { ViewContext } from './view-context.ts'

/** One block each. Slack takes 50 blocks, and about 13,000 characters in all of them. */
const MAX_SHOWN = 25

/** What there is in a channel, what it costs, and what ends before the week is over; with a menu for each site. */
export function weeklyDigest({ week, sites }: WeeklyDigest, now: Instant, viewContext: ViewContext): MessageView {
  const { digest: texts } = viewContext.texts
  const live = sites.filter(isAlive).toSorted((a, b) => a.spec.expiresAt - b.spec.expiresAt)
  const ending = live.filter(({ spec }) => spec.expiresAt < week.until)
  const others = live.filter(({ spec }) => spec.expiresAt >= week.until).toSorted((a, b) => rankOf(a) - rankOf(b))
  const shownOthers = others.slice(0, Math.max(0, MAX_SHOWN - ending.length))
  const left = live.length - Math.min(ending.length, MAX_SHOWN) - shownOthers.length
  const summary = stateCounts(sites, viewContext).join(' · ')
  const rows = (shown: readonly Site[]): KnownBlock[] => shown.map((site) => siteLine(site, now, viewContext))
  const blocks: KnownBlock[] = [
    header(texts.title),
    section([summary, ...costsLine(sites, now, viewContext)].join('\n')),
    ...(ending.length > 0 ? [section(bold(texts.ending)), ...rows(ending.slice(0, MAX_SHOWN))] : []),
    ...(ending.length > 0 && shownOthers.length > 0 ? [section(bold(texts.others))] : []),
    ...rows(shownOthers),
    ...(left > 0 ? [context(texts.notShown({ count: left }))] : []),
  ]
  return { text: `${texts.title}: ${summary}`, blocks }
}

function costsLine(sites: readonly Site[], now: Instant, viewContext: ViewContext): string[] {
  const { soFar, monthly, unknown } = costsOf(sites, now, viewContext.policy)
  if (unknown === sites.length) return []
  const amounts = { soFar: money(soFar, viewContext), monthly: money(monthly, viewContext) }
  return [viewContext.texts.digest.costs(amounts)]
}

function rankOf(site: Site): number {
  return siteStates.findIndex((state) => state === stateOf(site))
}
