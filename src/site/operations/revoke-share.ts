import { isAlive } from '../phase.ts'
import { shareOfClient, withShares } from '../shares.ts'
import type { Site } from '../site.ts'
import { UserError } from '../user-error.ts'
import { defineOperation, retried } from './operation.ts'

export const isShared = (site: Site): boolean => isAlive(site) && (site.spec.access.shares ?? []).length > 0

export const isUnshared = (site: Site): UserError | undefined =>
  isAlive(site) ? new UserError('no-shares', { name: site.name }) : undefined

/** Ends one client's link, and what their browsers hold. */
export const revokeShare = defineOperation({
  name: 'revoke-share',
  words: 'unshare revoke リンク取消 共有取消',
  args: { client: { kind: 'shared-client' } },
  audience: 'everyone',
  button: { at: 'shares' },
  isPossible: isShared,
  reason: isUnshared,
  change(site, { client }) {
    const revoked = shareOfClient(site, client)
    const others = (site.spec.access.shares ?? []).filter(({ id }) => id !== revoked.id)
    return { spec: { ...withShares(site, others), ...retried(site) }, to: revoked.client }
  },
})
