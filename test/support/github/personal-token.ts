import type { Permissions } from './permissions.ts'

/** Whose the personal tokens are. */
export const PERSON = { id: 40, login: 'owner-of-the-token' }

/** What a personal token may do, besides what its owner may not: a classic one by scopes, a fine-grained one by permissions. */
export type PersonalToken =
  | { scopes: readonly Scope[] }
  | {
      /** The organization or account that it is for. */
      owner: string
      permissions: Permissions
      /** Full names of those that it is for; all of the owner's unless given. */
      repositories?: readonly string[]
    }
export type Scope = 'repo' | 'read:org'

/** A classic token as docs/github.md asks for it. */
export const CLASSIC: PersonalToken = { scopes: ['repo', 'read:org'] }
