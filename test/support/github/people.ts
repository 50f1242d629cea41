import { type FakeRepository, type FakeState, isSame } from './state.ts'
import { hasAccess } from './team-access.ts'

/** What somebody may do with a repository. */
export type Role = 'admin' | 'write' | 'read'

const RANK: Record<Role, number> = { read: 0, write: 1, admin: 2 }

export function isAtLeast(role: Role | undefined, wanted: Role): boolean {
  return role !== undefined && RANK[role] >= RANK[wanted]
}

/** The most that they may do by any way, as its `permissions` have it. */
export function permissionsOf(role: Role | undefined) {
  const may = (wanted: Role) => isAtLeast(role, wanted)
  return { admin: may('admin'), maintain: may('admin'), push: may('write'), triage: may('write'), pull: may('read') }
}

/** Collaborators and teams may write here; undefined for somebody without access. */
export function roleAt(state: FakeState, login: string, repository: FakeRepository): Role | undefined {
  const isOurs = isSame(repository.owner, state.org)
  if (isOurs && isIn(state.owners, login)) return 'admin'
  const teams = state.teams.filter((team) => hasAccess(state, team, repository))
  if ([repository.collaborators, ...teams.map(({ logins }) => logins)].some((logins) => isIn(logins, login)))
    return 'write'
  const isForMembers = isOurs && state.basePermission === 'read'
  return repository.isPublic || (isForMembers && isMember(state, login)) ? 'read' : undefined
}

/** Members of the organization are its owners and whoever is in a team. */
export function isMember(state: FakeState, login: string): boolean {
  return isIn(membersOf(state), login)
}

export function membersOf({ owners, teams }: FakeState): string[] {
  return [...owners, ...teams.flatMap(({ logins }) => logins)]
}

/** Each once, in the case that they have signed up with, as GitHub lists people. */
export function listPeople({ users }: FakeState, logins: readonly string[]) {
  const signedUp = new Map([...users.keys()].map((login) => [login.toLowerCase(), login]))
  const known = new Map(logins.map((login) => [login.toLowerCase(), signedUp.get(login.toLowerCase()) ?? login]))
  return [...known.values()].toSorted().map((login, index) => ({ id: index + 1, login, type: 'User' }))
}

function isIn(logins: readonly string[], login: string): boolean {
  return logins.some((one) => isSame(one, login))
}
