import type { Membership } from './site.ts'
import { UserError } from './user-error.ts'

/** UserError unless that person can look after a site; `membership` is undefined where Slack does not say. */
export function expectFitOwner(owner: string, membership: Membership | undefined): void {
  if (membership === undefined) throw new UserError('owner-unknown', { owner })
  if (membership !== 'member') throw new UserError('owner-unfit', { owner, membership })
}
