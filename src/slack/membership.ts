import type { AuthTestResponse, UsersInfoResponse } from '@slack/web-api'
import type { Role } from '../site/permissions.ts'
import type { Membership } from '../site/site.ts'

export type Facts = NonNullable<UsersInfoResponse['user']>

/** Where the app is installed: in one workspace, or in all of an organization. */
export type Installation = { team: string } | { organization: string }

/** By what auth.test says of the token: one of a whole organization has its id (`E…`) in place of a workspace's. */
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
 * Do they belong to where the app is installed? `is_stranger` is not said of people whom a shared channel connects with us:
 * they have another workspace. In an organization people may belong to several workspaces, which `enterprise_user` lists; their
 * `team_id` is then one of these, the organization's id, or missing. undefined where that is not known.
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

/** An admin or owner of the workspace; where the app is installed in all of an organization, also of that. */
function isAdminOf(facts: Facts, installation: Installation | undefined): boolean {
  const isOrgWide = installation !== undefined && 'organization' in installation
  return [facts, ...(isOrgWide ? [facts.enterprise_user] : [])].some(
    (rights) => rights?.is_admin === true || rights?.is_owner === true || rights?.is_primary_owner === true,
  )
}

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
