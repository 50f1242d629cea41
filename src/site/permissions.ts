import type { Operation } from './operations/operation.ts'
import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import { UserError } from './user-error.ts'

/** Who may make sites: everybody, unless groups or channels are named. Admins always may. */
type Creators = Pick<Policy, 'creatorGroups' | 'creatorChannels'>

/**
 * What is known of who asks. `operator`: acts for the platform (a terminal, a deadline, a pull request).
 * `unknown`: Slack didn't say in time, so they may do only what everybody may.
 */
export type Role = 'operator' | 'admin' | 'member' | 'guest' | 'stranger' | 'unknown'

/** Who asks, and where. */
export interface Actor {
  /** Slack user, or who acts for the platform. It goes into the history. */
  by: string
  role: Role
  /** The channel they ask in: Slack takes requests there only from who can see it. */
  channel?: string
  /** Whether they are in one of the groups that may make sites; absent where that is not known. */
  isInCreatorGroup?: boolean
  /** They may be an admin, for all that is known: Slack did not say who is in the admins' group. */
  mayBeAdmin?: boolean
  /** Slack refused to say some of that: it is no use to ask again before the app is set up rightly. */
  slackRefuses?: boolean
}

export function operator(by: string): Actor {
  return { by, role: 'operator' }
}

/** Why they may not ask anything at all; undefined when they may. */
export function outsiderError({ role }: Actor): UserError | undefined {
  if (role === 'guest') return new UserError('guest-refused', {})
  return role === 'stranger' ? new UserError('stranger-refused', {}) : undefined
}

/** UserError when they may not ask anything at all. */
export function expectInsider(actor: Actor): void {
  const error = outsiderError(actor)
  if (error !== undefined) throw error
}

function notKnown({ slackRefuses }: Actor): UserError {
  return slackRefuses === true ? new UserError('slack-refuses', {}) : new UserError('slack-silent', {})
}

/** Is it refused only because Slack did not say who they are? */
export function isNotKnown({ code }: UserError): boolean {
  return code === 'slack-silent' || code === 'slack-refuses'
}

type PermissionPolicy = Creators & Pick<Policy, 'permissions'>

/** Why they may not ask that of the site; undefined when they may. */
export function permissionError(
  actor: Actor,
  site: Site,
  operation: Operation,
  { permissions, ...creators }: PermissionPolicy,
): UserError | undefined {
  const audience = permissions[operation.name] ?? operation.audience
  const outsider = outsiderError(actor)
  if (outsider !== undefined) return outsider
  const unfit = operation.needsCreator ? creationError(actor, creators) : undefined
  if (unfit !== undefined) return unfit
  if (audience === 'everyone' || isAdmin(actor)) return undefined
  if (actor.role === 'unknown') return notKnown(actor)
  const { owner, channel } = site.spec
  if (audience !== 'admins' && actor.by === owner) return undefined
  if (audience === 'channel' && actor.channel === channel) return undefined
  if (actor.mayBeAdmin === true) return notKnown(actor)
  return new UserError('not-permitted', { name: site.name, operation: operation.name, audience, owner, channel })
}

/** UserError when they may not ask that of the site. */
export function expectPermitted(actor: Actor, site: Site, operation: Operation, policy: PermissionPolicy): void {
  const error = permissionError(actor, site, operation, policy)
  if (error !== undefined) throw error
}

/** Why they may not make a site; undefined when they may. */
export function creationError(actor: Actor, creators: Creators): UserError | undefined {
  const outsider = outsiderError(actor)
  if (outsider !== undefined) return outsider
  const { creatorGroups: groups, creatorChannels: channels } = creators
  if (!restrictsCreation(creators) || isAdmin(actor)) return undefined
  if (actor.role === 'unknown') return notKnown(actor)
  if (actor.channel !== undefined && channels.includes(actor.channel)) return undefined
  if (groups.length > 0 && actor.isInCreatorGroup === true) return undefined
  const mayStillTurnOut = actor.mayBeAdmin === true || (groups.length > 0 && actor.isInCreatorGroup === undefined)
  return mayStillTurnOut ? notKnown(actor) : new UserError('creation-not-permitted', { groups, channels })
}

/** UserError when they may not make a site. */
export function expectCreator(actor: Actor, policy: Creators): void {
  const error = creationError(actor, policy)
  if (error !== undefined) throw error
}

export function restrictsCreation({ creatorGroups, creatorChannels }: Creators): boolean {
  return creatorGroups.length + creatorChannels.length > 0
}

function isAdmin({ role }: Actor): boolean {
  return role === 'operator' || role === 'admin'
}
