import { costTable } from '../../views/terminal/cost-table.ts'
import { replayLines } from '../../views/terminal/replay-lines.ts'
import { shareLines, siteLines } from '../../views/terminal/site-lines.ts'
import { siteTable } from '../../views/terminal/site-table.ts'
import { sweepLines } from '../../views/terminal/sweep-lines.ts'
import { removedCosts } from '../control/all-costs.ts'
import { allSites } from '../control/all-sites.ts'
import { AUDIT_LIFE_MS } from '../site/audit.ts'
import { dateIn } from '../site/calendar.ts'
import { costsOf, groupedCosts } from '../site/costs.ts'
import { matchesFilter, meantWord, readSiteFilter } from '../site/site-filter.ts'
import { findSite } from '../control/run-operation.ts'
import type { SiteQuery } from '../control/ports.ts'
import type { CommandHandler } from './answer.ts'
import { auditJson, sharesJson, siteJson } from './site-json.ts'

export const runList: CommandHandler<'list'> = async ({ by, of, words = [] }, { viewContext }, { store, clock }) => {
  const { state, ...others } = readSiteFilter(words)
  // Its index says which sites are archived, also where something is wrong with one.
  const isOfArchive = by === 'life' && (state === 'archived' || of === 'archived')
  const filter = { ...others, ...(state !== undefined && !isOfArchive && { state }) }
  const { sites: all, unreadable } = await allSites(store, [queryFor(by, isOfArchive ? 'archived' : of)])
  const sites = all.filter((site) => matchesFilter(site, filter, clock.now()))
  const data = { sites: sites.map((site) => siteJson(site, viewContext)), unreadable }
  const nearest = sites.length > 0 ? undefined : meantWord(readSiteFilter(words))
  return { text: siteTable({ sites, unreadable, nearest }, viewContext), data }
}

export const runShow: CommandHandler<'show'> = async ({ name }, { viewContext }, { store }) => {
  const site = await findSite(store, { name })
  return { text: siteLines(site, viewContext), data: { site: siteJson(site, viewContext) } }
}

export const runShares: CommandHandler<'shares'> = async ({ name }, { viewContext }, { store }) => {
  const site = await findSite(store, { name })
  return { text: shareLines(site, viewContext), data: { site: { name }, shares: sharesJson(site) } }
}

export const runCosts: CommandHandler<'costs'> = async ({ by }, { viewContext }, { store, clock, policy }) => {
  const { sites, unreadable } = await allSites(store)
  const now = clock.now()
  const { currency, source } = policy.prices ?? {}
  const removed = await removedCosts(store, now, policy)
  const total = costsOf(sites, now, policy)
  const costs = {
    by,
    rows: groupedCosts(sites, by, now, policy),
    removed,
    total: { ...total, soFar: total.soFar + removed },
  }
  return { text: costTable(costs, viewContext), data: { currency, source, ...costs, unreadable } }
}

/** A line of JSON for each change, so that it's easy to keep elsewhere. */
export const runAudit: CommandHandler<'audit'> = async ({ since = '' }, _context, { auditTrail, clock, policy }) => {
  const kept = await auditTrail(clock.now() - AUDIT_LIFE_MS)
  const entries = kept.filter(({ at }) => dateIn(policy.timeZone, at) >= since).map(auditJson)
  return { text: entries.map((entry) => JSON.stringify(entry)).join('\n'), data: { entries } }
}

export const runSweep: CommandHandler<'sweep'> = async (_command, { viewContext }, { dryRun }) => {
  if (dryRun === undefined) return 'needs-platform'
  const { sites, reconciled, unreadable, suspects, removed } = await dryRun()
  const findings = { sites, reconciled, unreadable, suspects, removed }
  return { text: sweepLines(findings, viewContext), data: findings }
}

export const runReplay: CommandHandler<'replay'> = async ({ dryRun }, { viewContext }, { replay }) => {
  if (replay === undefined) return 'needs-stack'
  const letters = await replay({ dryRun })
  const data = letters.map(({ sentAt, ...letter }) => ({ sentAt: new Date(sentAt).toISOString(), ...letter }))
  const isIncomplete = !dryRun && letters.some(({ outcome }) => outcome !== 'replayed')
  return { text: replayLines(letters, viewContext), data: { letters: data }, isIncomplete }
}

function queryFor(by: SiteQuery['by'], of: string): SiteQuery {
  switch (by) {
    case 'owner':
      return { by, owner: of }
    case 'channel':
      return { by, channel: of }
    case 'life':
      return { by, life: of === 'archived' ? 'archived' : 'live' }
  }
}
