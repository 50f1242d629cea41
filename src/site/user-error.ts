import type { BudgetState } from './costs.ts'
import type { Audience } from './audience.ts'
import type { Phase } from './phase.ts'
import type { Membership } from './site.ts'
import { named } from './errors.ts'
import type { CalendarDate, Instant } from './time.ts'

/** Every error that people can see, with what its text needs. */
export interface UserErrorParams {
  'name-empty': Record<never, never>
  'name-too-long': { max: number }
  'name-not-a-label': { suggestion?: string }
  'name-reserved': { name: string }
  'name-taken': { name: string }
  'no-such-site': { name: string; nearest?: string }
  'name-missing': { usage: string }
  /** A word too many: nothing was done. */
  'word-left-over': { word: string; usage: string }
  /** Words that sites are looked for by; `nearest` may be meant. */
  'filter-unreadable': { word: string; nearest?: string }
  /** No site can match both. */
  'filter-contradictory': { first: string; second: string }
  'filter-too-long': { max: number }
  'password-typed': Record<never, never>
  /** A value of the environment in a command, where others may see it. */
  'variables-typed': Record<never, never>
  'variable-unreadable': { line: number }
  'variable-reserved': { name: string }
  /** To be removed, and not there. */
  'variable-unknown': Record<never, never>
  /** Neither a site nor its repository. */
  'scope-unknown': Record<never, never>
  'environment-unchanged': Record<never, never>
  'environment-too-large': { max: number }
  /** Neither a repository nor a site's name. */
  'address-unknown': { text: string }
  'idle-time-unreadable': { text: string }
  'date-unreadable': { text: string }
  /** It was read as that date, which is out of range. */
  'date-misfit': { text: string; date: CalendarDate; first: CalendarDate; last: CalendarDate }
  'date-ambiguous': { text: string; dates: CalendarDate[] }
  'date-past': { first: CalendarDate }
  'date-too-late': { last: CalendarDate; maxDays: number }
  'already-extended': { name: string; by: string; expiresAt: Instant }
  /** Somebody removed its image, so that nothing is left to restore. */
  'archive-lost': { name: string }
  'logs-not-now': { name: string; phase: Phase }
  /** The same person has asked a moment ago. */
  'logs-under-way': { name: string }
  /** Its machine didn't answer. */
  'logs-unreadable': { name: string }
  /** Machines without containers have none. */
  'logs-none': { name: string }
  'log-missing': { name: string; log: string; logs: string[] }
  'not-now': { name: string; operation: string; phase: Phase }
  'no-ssh-team': { name: string }
  'access-user-invalid': Record<never, never>
  'password-short': { min: number }
  'password-long': { max: number }
  'password-common': Record<never, never>
  /** Without the name it has fewer letters than `min`. */
  'password-like-name': { name: string; min: number }
  'client-invalid': { max: number }
  'client-has-link': Record<never, never>
  'shares-many': { max: number }
  'no-shares': { name: string }
  /** That client has no link. */
  'share-missing': Record<never, never>
  'share-path-invalid': { max: number }
  /** It's another site's address. */
  'share-path-elsewhere': Record<never, never>
  'language-unknown': Record<never, never>
  'repository-invalid': Record<never, never>
  'repository-missing': { repository: string }
  'branch-invalid': Record<never, never>
  'branch-missing': { repository: string; branch: string }
  'document-root-invalid': Record<never, never>
  'app-directory-invalid': Record<never, never>
  'start-command-invalid': { max: number }
  'services-invalid': Record<never, never>
  'shared-directory-invalid': Record<never, never>
  'shared-directories-many': { max: number }
  /** All are as they were. */
  'settings-unchanged': Record<never, never>
  'note-invalid': { max: number }
  /** Neither yes nor no. */
  'flag-unreadable': Record<never, never>
  /** A pull request's site follows its branch. */
  'branch-of-pull-request': { number: number }
  /** `owner`: it's another person's profile. */
  'github-login-missing': { owner?: string }
  'github-login-invalid': { owner?: string }
  /** Or there is no such repository: people who can't read it aren't told. */
  'repository-unreadable': { repository: string; login: string }
  /** GitHub didn't say in time who can read the repository. */
  'code-host-silent': Record<never, never>
  'team-invalid': Record<never, never>
  'image-unknown': Record<never, never>
  'size-unknown': Record<never, never>
  /** Its machine can't have that size; these it can. */
  'size-unfit': { size: string; sizes: string[] }
  /** A spot machine keeps its size. */
  'size-of-spot': Record<never, never>
  'channel-missing': Record<never, never>
  'person-missing': Record<never, never>
  /** That person can't own a site. */
  'owner-unfit': { owner: string; membership: Exclude<Membership, 'member'> }
  /** Slack didn't answer in time who that is. */
  'owner-unknown': { owner: string }
  /** The app can't post there; `code` is Slack's error code. */
  'channel-closed': { channel: string; code: string }
  'guest-denied': Record<never, never>
  'stranger-denied': Record<never, never>
  'not-permitted': { name: string; operation: string; audience: Audience; owner: string; channel: string }
  'creation-not-permitted': { groups: string[]; channels: string[] }
  /** `owner` has as many sites as one person can have. */
  'owner-quota-reached': { owner: string; max: number }
  'site-quota-reached': { max: number }
  /** All sites together have cost that much this month, which ends at `until`. */
  'budget-spent': BudgetState
  'slack-silent': Record<never, never>
  /** Slack won't say who can do this until the app or its settings are fixed. */
  'slack-denied': Record<never, never>
  'changed-meanwhile': { name: string }
  'pull-request-from-fork': Record<never, never>
  /** No site that something could be done with. */
  'none-to-select': Record<never, never>
  /** A button or a form without the data that it needs. */
  'button-unknown': Record<never, never>
}

export type UserErrorCode = keyof UserErrorParams

/** Shown to the person in their language, with what to do next. */
export class UserError<C extends UserErrorCode = UserErrorCode> extends Error {
  override readonly name = 'UserError'
  readonly code: C
  readonly params: UserErrorParams[C]
  constructor(code: C, params: UserErrorParams[C]) {
    super(code)
    this.code = code
    this.params = params
  }
}
export const isUserError = named<UserError>('UserError')

/** What the promise resolves with, or the UserError that it rejects with. */
export async function orUserError<T>(promise: Promise<T>): Promise<T | UserError> {
  try {
    return await promise
  } catch (error) {
    if (isUserError(error)) return error
    throw error
  }
}
