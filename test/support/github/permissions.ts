/** Permissions of a GitHub App, by the names that its API has for them. */
export type PermissionName =
  | 'metadata'
  | 'contents'
  | 'administration'
  | 'repository_hooks'
  | 'members'
  | 'statuses'
  | 'pull_requests'
export type Level = 'read' | 'write'
export type Permissions = Partial<Record<PermissionName, Level>>

/** What docs/github.md asks for. */
export const NEEDED: Permissions = {
  metadata: 'read',
  contents: 'read',
  administration: 'write',
  repository_hooks: 'write',
  members: 'read',
  statuses: 'write',
  pull_requests: 'write',
}
