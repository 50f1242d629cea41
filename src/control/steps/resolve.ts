import { ownerAbsence } from '../../site/contact.ts'
import { doesWarningHold } from '../../site/deadlines.ts'
import { isMessageMissing, undefinedIf } from '../../site/errors.ts'
import type { Posting, Site, Warned } from '../../site/site.ts'
import type { Warning } from '../../site/warnings.ts'
import type { ChatMessage, Ports } from '../ports.ts'
import type { Step } from '../step.ts'
import { withEditLease } from './edit-lease.ts'
import { findTried, CLAIM_MS, NOT_POSTED, withPosting, posted, untried } from './posting.ts'
import { isLost } from './warning-round.ts'

/**
 * Removes the site's buttons from a warning that no longer holds, or that another one followed, and shows there what came of it. Other
 * sites in the same message keep theirs.
 */
export const resolveWarning: Step = withEditLease({
  name: 'resolve-warning',
  policy: 'notification',
  due: (site, now) => {
    const { expiring } = site.status.notifications
    if (expiring === undefined) return 'no'
    const isOutdated = expiring.ts !== undefined && expiring.resolved !== true && !holds(site, expiring)
    if (isOutdated || !doesEarlierHold(site, expiring)) return 'now'
    if (!isLost(site, expiring)) return 'no'
    const at = expiring.claimedAt + CLAIM_MS
    return at <= now ? 'now' : { at }
  },
  run: async (site, ports) => {
    const { expiring } = site.status.notifications
    if (expiring === undefined) return {}
    const { earlier, ...warning } = expiring
    const newest = isLost(site, expiring) ? await found(site, warning, ports) : warning
    const isEarlierOver = !doesEarlierHold(site, expiring)
    const isOver = newest.ts !== undefined && !holds(site, newest)
    // One may be in a channel that refuses, the other in a direct message: neither keeps the other from being resolved.
    const results = await Promise.allSettled([
      ...(earlier !== undefined && isEarlierOver ? [redraw(site, earlier, ports)] : []),
      ...(newest.ts !== undefined && isOver ? [redraw(site, { ...newest, ts: newest.ts }, ports)] : []),
    ])
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return withPosting(site, 'expiring', {
      ...newest,
      ...(isOver && { resolved: true }),
      ...(earlier !== undefined && !isEarlierOver && { earlier }),
    })
  },
})

/** Removes the button from the question who takes over the site, once somebody has, or the owner is back. */
export const resolveAdoption: Step = {
  name: 'resolve-adoption',
  policy: 'notification',
  due: ({ status, spec }) => {
    const { adoption } = status.notifications
    const isOpen = adoption?.ts !== undefined && adoption.resolved !== true
    return isOpen && (ownerAbsence({ status, spec }) === undefined || spec.desired === 'gone') ? 'now' : 'no'
  },
  run: async (site, { chat }) => {
    const { adoption } = site.status.notifications
    if (adoption?.ts === undefined) return {}
    const { channel, ts } = adoption
    await unlessDeleted(chat.resolveAdoption(site, { channel, ts }))
    return withPosting(site, 'adoption', { ...adoption, resolved: true })
  },
}

/** A message that somebody deleted counts as resolved. */
const unlessDeleted = (edit: Promise<void>) => undefinedIf(isMessageMissing, edit)

function holds(site: Site, { key }: Pick<Posting, 'key'>): boolean {
  return doesWarningHold(site, key)
}

function doesEarlierHold(site: Site, { earlier }: Posting): boolean {
  return earlier === undefined || doesWarningHold(site, earlier.key ?? NOT_POSTED)
}

async function found(site: Site, posting: Posting, ports: Ports): Promise<Posting> {
  const message = await findTried(site, 'expiring', posting, ports)
  if (message !== undefined) return posted(posting, message)
  const { sites: _, ...rest } = untried(posting)
  return rest
}

/** More sites in a message than change while one edit of it goes on. */
const MAX_EDITS = 5

type WarningMessage = ChatMessage & { key?: string | undefined; sites?: Warned[] | undefined }

/**
 * Draws a message anew, as all its sites are now, and again if one has changed meanwhile. So of the edits by several sites the last one to
 * arrive is either up to date, or is followed by another.
 */
async function redraw({ name, id }: Site, message: WarningMessage, { store, chat }: Ports): Promise<void> {
  const { channel, ts, key = NOT_POSTED, sites = [{ name, id, key }] } = message
  const look = () => Promise.all(sites.map(async (one) => warningOf(one, await store.load(one.name))))
  let warnings = await look()
  for (let edit = 1; edit <= MAX_EDITS; edit++) {
    await unlessDeleted(chat.updateWarning(warnings, { channel, ts }))
    const now = await look()
    if (now.every(({ isOpen }, index) => isOpen === warnings[index]?.isOpen)) return
    warnings = now
  }
  throw new Error('The sites of a warning keep changing')
}

function warningOf(warned: Warned, record: Site | undefined): Warning {
  const site = record?.id === warned.id ? record : undefined
  return { ...warned, site, isOpen: site !== undefined && doesWarningHold(site, warned.key) }
}
