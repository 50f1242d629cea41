import type { Membership } from './site.ts'
import { UserError } from './user-error.ts'

/** UserError unless that person can own a site; `membership` is undefined when Slack doesn't answer. */
export function expectFitOwner(owner: string, membership: Membership | undefined): void {
  if (membership === undefined) throw new UserError('owner-unknown', { owner })
  if (membership !== 'member') throw new UserError('owner-unfit', { owner, membership })
}
