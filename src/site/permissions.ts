import type { Operation } from './operations/operation.ts'
import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import { UserError } from './user-error.ts'

/** Who can create sites: everyone, unless groups or channels are named. Admins always can. */
type Creators = Pick<Policy, 'creatorGroups' | 'creatorChannels'>

/**
 * What we know about the person who asks. `operator`: acts for the platform (a terminal, a deadline, a pull request).
 * `unknown`: Slack didn't answer in time, so they can only do what everyone can.
 */
export type Role = 'operator' | 'admin' | 'member' | 'guest' | 'stranger' | 'unknown'

/** Who asks, and where. */
export interface Actor {
  /** Slack user, or what acts for the platform. It goes into the history. */
  by: string
  /** The MCP client that asks for them. It goes into the history. */
  agent?: string | undefined
  role: Role
  /** The channel they ask in. Slack only lets people ask there who can see it. */
  channel?: string
  /** Whether they're in a group that can create sites; absent if unknown. */
  isInCreatorGroup?: boolean
  /** They may be an admin: Slack didn't say who is in the admins' groups. */
  mayBeAdmin?: boolean
  /** Slack won't tell us some of this until an admin fixes the app's setup. */
  slackDenied?: boolean
}

export function operator(by: string, agent?: string): Actor {
  return { by, agent, role: 'operator' }
}

/** Why they can't do anything at all; undefined if they can. */
export function outsiderError({ role }: Actor): UserError | undefined {
  if (role === 'guest') return new UserError('guest-denied', {})
  return role === 'stranger' ? new UserError('stranger-denied', {}) : undefined
}

/** UserError if they can't do anything at all. */
export function expectInsider(actor: Actor): void {
  const error = outsiderError(actor)
  if (error !== undefined) throw error
}

function notKnown({ slackDenied }: Actor): UserError {
  return slackDenied === true ? new UserError('slack-denied', {}) : new UserError('slack-silent', {})
}

/** Whether it's only an error because Slack didn't say who they are. */
export function isNotKnown({ code }: UserError): boolean {
  return code === 'slack-silent' || code === 'slack-denied'
}

/** What permissions know of an operation, or of the like. */
type Access = Pick<Operation, 'name' | 'audience' | 'needsCreator'>

type PermissionPolicy = Creators & Pick<Policy, 'permissions'>

/** Why they can't run this operation on the site; undefined if they can. */
export function permissionError(
  actor: Actor,
  site: Site,
  operation: Access,
  { permissions, ...creators }: PermissionPolicy,
): UserError | undefined {
  const audience = permissions[operation.name] ?? operation.audience
  const outsider = outsiderError(actor)
  if (outsider !== undefined) return outsider
  const notCreator = operation.needsCreator ? creationError(actor, creators) : undefined
  if (notCreator !== undefined) return notCreator
  if (audience === 'everyone' || isAdmin(actor)) return undefined
  if (actor.role === 'unknown') return notKnown(actor)
  const { owner, channel } = site.spec
  if (audience !== 'admins' && actor.by === owner) return undefined
  if (audience === 'channel' && actor.channel === channel) return undefined
  if (actor.mayBeAdmin === true) return notKnown(actor)
  return new UserError('not-permitted', { name: site.name, operation: operation.name, audience, owner, channel })
}

/** UserError if they can't run this operation on the site. */
export function expectPermitted(actor: Actor, site: Site, operation: Access, policy: PermissionPolicy): void {
  const error = permissionError(actor, site, operation, policy)
  if (error !== undefined) throw error
}

/** Why they can't create a site; undefined if they can. */
export function creationError(actor: Actor, creators: Creators): UserError | undefined {
  const outsider = outsiderError(actor)
  if (outsider !== undefined) return outsider
  const { creatorGroups: groups, creatorChannels: channels } = creators
  if (!restrictsCreation(creators) || isAdmin(actor)) return undefined
  if (actor.role === 'unknown') return notKnown(actor)
  if (actor.channel !== undefined && channels.includes(actor.channel)) return undefined
  if (groups.length > 0 && actor.isInCreatorGroup === true) return undefined
  const mayBeCreator = actor.mayBeAdmin === true || (groups.length > 0 && actor.isInCreatorGroup === undefined)
  return mayBeCreator ? notKnown(actor) : new UserError('creation-not-permitted', { groups, channels })
}

/** UserError if they can't create a site. */
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
