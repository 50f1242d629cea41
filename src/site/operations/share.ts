import { isAlive } from '../phase.ts'
import { currentShares, isSameClient, MAX_SHARES, withShares } from '../shares.ts'
import { UserError } from '../user-error.ts'
import { defineOperation, retried } from './operation.ts'

/** Makes a link that logs a client in. The `language` is that of the message to them. */
export const share = defineOperation({
  name: 'share',
  words: 'link invite 共有 共有リンク リンク',
  args: {
    client: { kind: 'client' },
    until: { kind: 'share-end', isOptional: true },
    path: { kind: 'share-path', isOptional: true },
    language: { kind: 'language', isOptional: true },
  },
  audience: 'everyone',
  button: { at: 'card' },
  isPossible: isAlive,
  change(site, { client: { name, tokenHash }, until, path, by, now }) {
    const shares = currentShares(site, now)
    if (shares.some(({ client }) => isSameClient(client, name))) throw new UserError('client-has-link', {})
    if (shares.length >= MAX_SHARES) throw new UserError('shares-many', { max: MAX_SHARES })
    if (path?.name !== undefined && path.name !== site.name) throw new UserError('share-path-elsewhere', {})
    const id = tokenHash.slice(0, 12)
    const where = { ...(until !== undefined && { until }), ...(path !== undefined && { path: path.path }) }
    const added = { id, client: name, tokenHash, ...where, by, at: now }
    return { spec: { ...withShares(site, [...shares, added]), ...retried(site) }, to: name }
  },
})
