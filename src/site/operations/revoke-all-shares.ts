import { withShares } from '../shares.ts'
import { defineOperation, retried } from './operation.ts'
import { isShared, isUnshared } from './revoke-share.ts'

/** Ends the links of all clients. */
export const revokeAllShares = defineOperation({
  name: 'revoke-all-shares',
  words: 'unshare-all revoke-all リンク全取消 共有全取消',
  audience: 'everyone',
  confirms: true,
  button: { at: 'shares', style: 'danger' },
  isPossible: isShared,
  reason: isUnshared,
  change: (site) => ({ spec: { ...withShares(site, []), ...retried(site) } }),
})
