import { changed } from '../change.ts'
import { isAlive } from '../phase.ts'
import { POKOPOKO, type RemovedMember, type Site, type SiteSpec } from '../site.ts'
import type { Instant } from '../time.ts'
import { UserError } from '../user-error.ts'
import { defineOperation, retried } from './operation.ts'

/** Lets in who is in the team now, with the keys that they have now, and nobody else. */
export const refreshUsers = defineOperation({
  name: 'refresh-users',
  words: 'users team members ssh ユーザー メンバー チーム',
  audience: 'everyone',
  isPossible: (site) => site.spec.sshTeam !== undefined && isAlive(site),
  reason: ({ name, spec }) => (spec.sshTeam === undefined ? new UserError('no-ssh-team', { name }) : undefined),
  change: (site) => ({ spec: { ...anotherLook(site), ...retried(site) } }),
})

/** Kept of those whom the code host's events name one after another. */
const MAX_REMOVED = 10

/**
 * The same, because the code host has reported a change: other failures have nothing to do with it, and are not tried again. Reports
 * in a row are one line of the history. `removed`: who is known to have left.
 */
export function followTeam(site: Site, removed: RemovedMember | undefined, now: Instant): Site {
  refreshUsers.expectPossible(site)
  const [last, ...earlier] = site.history
  const isInARow = last?.action === refreshUsers.name && last.by === POKOPOKO
  const removedMembers = [...(removed ? [removed] : []), ...((isInARow && last.removedMembers) || [])].slice(
    0,
    MAX_REMOVED,
  )
  const entry = { action: refreshUsers.name, ...(removedMembers.length > 0 && { removedMembers }) }
  return changed(isInARow ? { ...site, history: earlier } : site, anotherLook(site), entry, { by: POKOPOKO, now })
}

function anotherLook({ spec }: Site): Pick<SiteSpec, 'usersRevision'> {
  return { usersRevision: spec.usersRevision + 1 }
}
