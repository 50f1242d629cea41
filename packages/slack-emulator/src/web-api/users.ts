import * as z from 'zod'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { personOf } from '../state.ts'
import type { Organization, Person } from '../workspace.ts'
import { defineMethod, flag, type Method } from './method.ts'

export function userInfo({ state, realTime, organization }: Parts): Method {
  return defineMethod({
    scope: 'users:read',
    params: z.strictObject({ user: z.string().min(1), include_locale: flag.optional() }),
    run: ({ user, include_locale: withLocale }) => {
      const { team } = state.identity
      const person = personOf(state, user)
      if (person === undefined) throw new SlackError('user_not_found')
      return {
        user: {
          ...(person.isDeactivated === true
            ? deactivatedJson(team.id, person)
            : userJson(team.id, person, realTime.now())),
          ...inOrganization(team.id, person, organization),
          ...(withLocale === true && isOfTeam(person) && { locale: person.locale }),
        },
      }
    },
  })
}

/** Source: Slack, `users.profile.get`. */
export function userProfile({ state }: Parts): Method {
  return defineMethod({
    scope: 'users.profile:read',
    params: z.strictObject({ user: z.string().min(1) }),
    run: ({ user }) => {
      const person = personOf(state, user)
      if (person === undefined) throw new SlackError('user_not_found')
      const { realName, name, fields = {} } = person
      const filled = Object.entries(fields).map(([id, value]) => [id, { value, alt: '' }] as const)
      // Without any, Slack's object is an empty list.
      const custom: object = filled.length === 0 ? [] : Object.fromEntries(filled)
      return { profile: { real_name: realName, display_name: name, fields: custom } }
    },
  })
}

/** Slack says little of deactivated people: no roles and no language. Source: Slack, "user object", `deleted`. */
function deactivatedJson(ownTeamId: string, { id, name, realName, teamId = ownTeamId, isBot }: Person) {
  const profile = { real_name: realName, display_name: name, team: teamId }
  return { id, team_id: teamId, name, deleted: true, profile, is_bot: isBot === true, is_app_user: false, updated: 0 }
}

function isOfTeam({ teamId, isDeactivated }: Person): boolean {
  return teamId === undefined && isDeactivated !== true
}

function userJson(ownTeamId: string, person: Person, now: number) {
  const { id, name, realName, tz, isBot, teamId = ownTeamId } = person
  return {
    id,
    team_id: teamId,
    name,
    deleted: false,
    real_name: realName,
    tz,
    tz_label: tz,
    tz_offset: offsetSeconds(tz, now),
    profile: { real_name: realName, display_name: name, team: teamId },
    ...roles(person),
    is_bot: isBot === true,
    is_app_user: false,
    updated: 0,
  }
}

/** For the organization's own people. With an organization's token, Slack doesn't name their workspace. Source: looker/lookerbot#184. */
function inOrganization(
  ownTeamId: string,
  { id, teamId, teams = [ownTeamId], isOrganizationAdmin = false }: Person,
  organization?: Organization,
) {
  if (organization === undefined || teamId !== undefined) return {}
  return {
    team_id: organization.isInstalledOrgWide ? undefined : (teams[0] ?? organization.id),
    enterprise_user: {
      id,
      enterprise_id: organization.id,
      enterprise_name: organization.name,
      is_admin: isOrganizationAdmin,
      is_owner: false,
      is_primary_owner: false,
      teams,
    },
  }
}

/** Slack doesn't say for people of other workspaces. Source: Slack, "Slack Connect", "External members". */
function roles({ teamId, isAdmin = false, guest }: Person) {
  if (teamId !== undefined) return { is_stranger: false }
  return {
    is_admin: isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: guest !== undefined,
    is_ultra_restricted: guest === 'single-channel',
  }
}

function offsetSeconds(tz: string, now: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes))
}

export function userGroupMembers({ state }: Parts): Method {
  return defineMethod({
    scope: 'usergroups:read',
    params: z.strictObject({ usergroup: z.string().min(1), include_disabled: flag.optional() }),
    run: ({ usergroup }) => {
      const group = state.groups.find(({ id }) => id === usergroup)
      if (group === undefined) throw new SlackError('no_such_subteam')
      return { users: [...group.members] }
    },
  })
}
