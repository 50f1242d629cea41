import type { Role } from '../site/permissions.ts'
import type { Membership } from '../site/site.ts'
import { belongsTo, type Facts, type Installation, isAdminOf } from './installation.ts'

/** Slackbot is a bot of Slack's own, of which Slack says that it is none. */
const SLACKBOT = 'USLACKBOT'

/** What somebody is where the app is installed; undefined where that cannot be told. Source: Slack, "user object". */
export function membershipOf(facts: Facts | undefined, installation: Installation | undefined): Membership | undefined {
  if (facts === undefined) return undefined
  if (facts.id === undefined) return facts.is_stranger === true ? 'missing' : undefined
  if (facts.deleted === true) return 'deactivated'
  if (facts.is_bot === true || facts.id === SLACKBOT) return 'bot'
  const role = roleOf(facts, installation, false)
  if (role === 'guest' || role === 'stranger') return role
  return role === 'unknown' ? undefined : 'member'
}

/** What they may do, as far as that follows from what they are. */
export function roleOf(facts: Facts | undefined, installation: Installation | undefined, isNamedAdmin: boolean): Role {
  if (facts === undefined) return 'unknown'
  if (facts.is_stranger === true) return 'stranger'
  if (facts.is_restricted === true || facts.is_ultra_restricted === true) return 'guest'
  const belongs = belongsTo(facts, installation)
  if (belongs === undefined) return 'unknown'
  if (!belongs) return 'stranger'
  return isAdminOf(facts, installation) || isNamedAdmin ? 'admin' : 'member'
}
