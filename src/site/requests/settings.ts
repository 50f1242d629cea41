import { checkAccessUser } from '../password.ts'
import type { Site } from '../site.ts'
import { UserError } from '../user-error.ts'
import { changed, expectAllowed, type Asked } from './change.ts'

/**
 * `passwordHash` is bcrypt of a password that has passed `checkPassword`. It is tried at once, also where an earlier one
 * could not be written.
 */
export function changePassword(site: Site, access: { user: string; passwordHash: string }, asked: Asked): Site {
  expectAllowed(site, 'changePassword')
  const user = checkAccessUser(access.user)
  const revision = site.spec.access.revision + 1
  const next = { user, passwordHash: access.passwordHash, revision }
  const retryRevision = site.spec.retryRevision + 1
  return changed(site, { access: next, retryRevision }, { action: 'changePassword' }, asked)
}

/** Sets the machine up again, which deploys the newest commit. */
export function redeploy(site: Site, asked: Asked): Site {
  expectAllowed(site, 'redeploy')
  const setUpRevision = site.spec.setUpRevision + 1
  return changed(site, { setUpRevision, retryRevision: site.spec.retryRevision + 1 }, { action: 'redeploy' }, asked)
}

/** Lets in who is in the team now, with the keys that they have now, and nobody else. */
export function refreshUsers(site: Site, asked: Asked): Site {
  if (site.spec.sshTeam === undefined) throw new UserError('no-ssh-team', { name: site.name })
  expectAllowed(site, 'refreshUsers')
  const usersRevision = site.spec.usersRevision + 1
  return changed(site, { usersRevision, retryRevision: site.spec.retryRevision + 1 }, { action: 'refreshUsers' }, asked)
}

/** Tries again what failed. */
export function retry(site: Site, asked: Asked): Site {
  expectAllowed(site, 'retry')
  return changed(site, { retryRevision: site.spec.retryRevision + 1 }, { action: 'retry' }, asked)
}

export function handOver(site: Site, owner: string, asked: Asked): Site {
  expectAllowed(site, 'handOver')
  return changed(site, { owner }, { action: 'handOver', to: owner }, asked)
}
