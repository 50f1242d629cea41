import type { Role } from './people.ts'
import type { Scope } from './personal-token.ts'
import type { Level, Permissions } from './permissions.ts'

/** What is needed to ask for something ("Permissions required for fine-grained personal access tokens", and each call's own page). */
export interface Needs {
  /** Of an App or a fine-grained token, all of them. */
  permissions: Permissions
  /** Where GitHub names more than what really helps. */
  accepted?: string
  /** Of a classic token, all of them. */
  scopes: readonly Scope[]
  /** What the owner of a token has to be at the repository. */
  role?: Role
}

export const metadata: Needs = { permissions: { metadata: 'read' }, scopes: ['repo'], role: 'read' }
export const contents: Needs = { permissions: { contents: 'read' }, scopes: ['repo'], role: 'read' }
export const setStatuses: Needs = { permissions: { statuses: 'write' }, scopes: ['repo'], role: 'write' }
export const teams: Needs = { permissions: { members: 'read' }, scopes: ['read:org'] }
export const teamRepositories: Needs = {
  permissions: { members: 'read', metadata: 'read' },
  scopes: ['repo', 'read:org'],
}
export const collaborators: Needs = {
  permissions: { metadata: 'read' },
  scopes: ['repo', 'read:org'],
  role: 'write',
}

export const collaboratorPermission: Needs = { permissions: { metadata: 'read' }, scopes: ['repo'], role: 'write' }

export function administration(level: Level): Needs {
  return { permissions: { administration: level }, scopes: ['repo'], role: 'admin' }
}

export function hooks(level: Level): Needs {
  return { permissions: { repository_hooks: level }, scopes: ['repo'], role: 'admin' }
}

/** On a pull request, the permission for issues does not do, though it is named (https://github.com/vitejs/vite-ecosystem-ci/pull/487). */
export function pullComments(level: Level): Needs {
  const accepted = `issues=${level}; pull_requests=${level}`
  return { permissions: { pull_requests: level }, accepted, scopes: ['repo'], role: 'read' }
}

/** As in `x-accepted-github-permissions`. */
export function acceptedPermissions({ permissions, accepted }: Needs): string {
  return (
    accepted ??
    Object.entries(permissions)
      .map(([name, level]) => `${name}=${level}`)
      .join(',')
  )
}
