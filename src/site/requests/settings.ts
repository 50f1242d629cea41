import { checkAccessUser } from '../password.ts'
import { POKOPOKO, type RemovedMember, type Site, type SiteSpec } from '../site.ts'
import type { Instant } from '../time.ts'
import { UserError } from '../user-error.ts'
import { changed, expectAllowed, type RequestContext } from './change.ts'

/** Kept of those whom the code host's events name one after another. */
const MAX_REMOVED_MEMBERS = 10

/**
 * `passwordHash` is bcrypt of a password that has passed `checkPassword`. It is tried at once, also where an earlier one
 * could not be written.
 */
export function changePassword(
  site: Site,
  access: { user: string; passwordHash: string },
  asked: RequestContext,
): Site {
  expectAllowed(site, 'changePassword')
  const user = checkAccessUser(access.user)
  const revision = site.spec.access.revision + 1
  const next = { user, passwordHash: access.passwordHash, revision }
  const retryRevision = site.spec.retryRevision + 1
  return changed(site, { access: next, retryRevision }, { action: 'changePassword' }, asked)
}

/** Sets the machine up again, which deploys the newest commit. */
export function redeploy(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'redeploy')
  const setUpRevision = site.spec.setUpRevision + 1
  return changed(site, { setUpRevision, retryRevision: site.spec.retryRevision + 1 }, { action: 'redeploy' }, asked)
}

/** Lets in who is in the team now, with the keys that they have now, and nobody else. */
export function refreshUsers(site: Site, asked: RequestContext): Site {
  const retryRevision = site.spec.retryRevision + 1
  return changed(site, { ...anotherLook(site), retryRevision }, { action: 'refreshUsers' }, asked)
}

/**
 * The same, because the code host has told of a change: other failures have nothing to do with it, and are not tried again. What it told in a
 * row is one line of the history. `removed`: who is known to have left.
 */
export function followTeam(site: Site, removed: RemovedMember | undefined, now: Instant): Site {
  const [last, ...earlier] = site.history
  const isInARow = last?.action === 'refreshUsers' && last.by === POKOPOKO
  const removedMembers = [...(removed ? [removed] : []), ...((isInARow && last.removedMembers) || [])].slice(
    0,
    MAX_REMOVED_MEMBERS,
  )
  const entry = { action: 'refreshUsers', ...(removedMembers.length > 0 && { removedMembers }) } as const
  return changed(isInARow ? { ...site, history: earlier } : site, anotherLook(site), entry, { by: POKOPOKO, now })
}

function anotherLook(site: Site): Pick<SiteSpec, 'usersRevision'> {
  if (site.spec.sshTeam === undefined) throw new UserError('no-ssh-team', { name: site.name })
  expectAllowed(site, 'refreshUsers')
  return { usersRevision: site.spec.usersRevision + 1 }
}

/** Tries again what failed. */
export function retry(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'retry')
  return changed(site, { retryRevision: site.spec.retryRevision + 1 }, { action: 'retry' }, asked)
}

/** Takes over a site whose owner is gone. */
export function adopt(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'adopt')
  return changed(site, { owner: asked.by }, { action: 'adopt' }, asked)
}

export function handOver(site: Site, owner: string, asked: RequestContext): Site {
  expectAllowed(site, 'handOver')
  return changed(site, { owner }, { action: 'handOver', to: owner }, asked)
}
