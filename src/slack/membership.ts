import type { AuthTestResponse, UsersInfoResponse } from '@slack/web-api'
import type { Role } from '../site/permissions.ts'
import type { Membership } from '../site/site.ts'

export type Facts = NonNullable<UsersInfoResponse['user']>

/** Where the app is installed: in one workspace, or in a whole organization. */
export type Installation = { team: string } | { organization: string }

/** Reads auth.test: a token of a whole organization has the organization's id (`E…`) instead of a workspace's. */
export function installationOf({
  is_enterprise_install: isOrgWide,
  enterprise_id: organization,
  team_id: team,
}: AuthTestResponse): Installation | undefined {
  if (isOrgWide === true) {
    const id = organization ?? team
    return id === undefined ? undefined : { organization: id }
  }
  return team === undefined ? undefined : { team }
}

/**
 * Whether someone belongs to the workspace or organization that has the app. `is_stranger` isn't set for people from a shared channel: they
 * have another workspace. In an organization, people can belong to several workspaces, which `enterprise_user` lists; then `team_id` is one
 * of these, the organization's id, or missing. undefined if unknown.
 * Sources: Slack, "user object", "Developing apps for Enterprise organizations"; bolt-js#1875, looker/lookerbot#184.
 */
function belongsTo(
  { team_id: team, enterprise_user: enterprise }: Facts,
  installation: Installation | undefined,
): boolean | undefined {
  const ids = [team, enterprise?.enterprise_id, ...(enterprise?.teams ?? [])].filter((id) => id !== undefined)
  if (ids.length === 0) return true
  if (installation === undefined) return undefined
  return ids.includes('team' in installation ? installation.team : installation.organization)
}

/** An admin or owner of the workspace, or of the organization if the app is installed there. */
function isAdminOf(facts: Facts, installation: Installation | undefined): boolean {
  const isOrgWide = installation !== undefined && 'organization' in installation
  return [facts, ...(isOrgWide ? [facts.enterprise_user] : [])].some(
    (rights) => rights?.is_admin === true || rights?.is_owner === true || rights?.is_primary_owner === true,
  )
}

/** Slack says that its own Slackbot is no bot. */
const SLACKBOT = 'USLACKBOT'

/** Someone's membership where the app is installed; undefined if unknown. Source: Slack, "user object". */
export function membershipOf(facts: Facts | undefined, installation: Installation | undefined): Membership | undefined {
  if (facts === undefined) return undefined
  if (facts.id === undefined) return facts.is_stranger === true ? 'missing' : undefined
  if (facts.deleted === true) return 'deactivated'
  if (facts.is_bot === true || facts.id === SLACKBOT) return 'bot'
  const role = roleOf(facts, installation, false)
  if (role === 'guest' || role === 'stranger') return role
  return role === 'unknown' ? undefined : 'member'
}

/** The role that follows from their membership. */
export function roleOf(facts: Facts | undefined, installation: Installation | undefined, isNamedAdmin: boolean): Role {
  if (facts === undefined) return 'unknown'
  if (facts.is_stranger === true) return 'stranger'
  if (facts.is_restricted === true || facts.is_ultra_restricted === true) return 'guest'
  const belongs = belongsTo(facts, installation)
  if (belongs === undefined) return 'unknown'
  if (!belongs) return 'stranger'
  return isAdminOf(facts, installation) || isNamedAdmin ? 'admin' : 'member'
}
