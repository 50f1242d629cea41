import { defaultExpiryDate, expiryOn } from '../expiry.ts'
import { isArchived } from '../phase.ts'
import { defineOperation, retried } from './operation.ts'

/** Back from the archive, or from the way there: same name, address and settings, with a new expiry. */
export const restore = defineOperation({
  name: 'restore',
  words: 'unarchive undelete recover 復元 復活 戻す',
  audience: 'everyone',
  publishes: true,
  button: { at: 'front', style: 'primary' },
  isPossible: (site) => site.spec.desired === 'archived' && (site.status.instance !== undefined || isArchived(site)),
  change(site, { now, policy }) {
    const to = expiryOn(defaultExpiryDate(now, policy), policy)
    return { spec: { desired: 'up', expiresAt: to, expirySetAt: now, ...retried(site) }, to }
  },
})
