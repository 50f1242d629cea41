import { ownerAbsence } from '../../site/contact.ts'
import { isWarningOf } from '../../site/deadlines.ts'
import { isMessageMissing, undefinedIf } from '../../site/errors.ts'
import type { Site } from '../../site/site.ts'
import type { Step } from '../step.ts'

/** Removes the buttons from a warning that no longer holds, or that another one followed, and shows there what came of it. */
export const resolveWarning: Step = {
  name: 'resolve-warning',
  policy: 'notification',
  due: (site) => (isFollowed(site) || isOutdated(site) ? 'now' : 'no'),
  run: async (site, { chat }) => {
    const { expiring } = site.status.notifications
    if (expiring?.ts === undefined) return {}
    const { earlier, ...warning } = expiring
    const resolved = isOutdated(site)
    const newest = { channel: expiring.channel, ts: expiring.ts }
    const messages = [...(earlier === undefined ? [] : [earlier]), ...(resolved ? [newest] : [])]
    // One may be in a channel that refuses, the other in a direct message: neither keeps the other from being resolved.
    const results = await Promise.allSettled(
      messages.map((message) => unlessDeleted(chat.resolveWarning(site, message))),
    )
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return { notifications: { ...site.status.notifications, expiring: resolved ? { ...warning, resolved } : warning } }
  },
}

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
    return { notifications: { ...site.status.notifications, adoption: { ...adoption, resolved: true } } }
  },
}

/** A message that somebody deleted counts as resolved. */
const unlessDeleted = (edit: Promise<void>) => undefinedIf(isMessageMissing, edit)

function isFollowed({ status: { notifications } }: Site): boolean {
  return notifications['expiring']?.ts !== undefined && notifications['expiring'].earlier !== undefined
}

function isOutdated({ spec, status }: Site): boolean {
  const { expiring } = status.notifications
  if (expiring?.ts === undefined || expiring.resolved === true) return false
  const isAlive = spec.desired === 'up' || spec.desired === 'asleep'
  return !isAlive || !isWarningOf(expiring.key, spec.expiresAt)
}
