import type { UsersInfoResponse, WebClient } from '@slack/web-api'
import type { Reader } from '../../views/reader.ts'
import { type Actor, restrictsCreation, type Standing } from '../site/permissions.ts'
import { MINUTE_MS } from '../site/time.ts'
import { isPlatformError } from './called.ts'
import type { SlackDeps } from './deps.ts'
import { createMemory } from './memory.ts'
import { createReaders } from './readers.ts'

/** Who is at work: what they may do, and for whom answers are written. */
export interface Person {
  actor: Actor
  /** In the person's own language; in the workspace's where Slack does not tell. */
  reader: Reader
}

export interface People {
  /** `channel`: where they ask. */
  who(client: WebClient, userId: string, channel?: string): Promise<Person>
  /** The same person, and whether they are in a group that may make sites; asks only where that matters. */
  asCreator(client: WebClient, actor: Actor): Promise<Actor>
}

/** How long what Slack says of people and groups holds: whoever is no longer a member, or an admin, is so that soon. */
const REMEMBERED_MS = 5 * MINUTE_MS
/** Slack's word for who belongs to no workspace that the app can see. */
const UNSEEN = ['user_not_found', 'user_not_visible']

type Facts = NonNullable<UsersInfoResponse['user']>

export function createPeople(deps: Pick<SlackDeps, 'clock' | 'policy' | 'place' | 'locale'>): People {
  const { clock, policy } = deps
  const readers = createReaders(deps)
  const people = createMemory<Facts>(clock, REMEMBERED_MS)
  const teams = createMemory<string | undefined>(clock, Infinity)
  const groups = createMemory<ReadonlySet<string>>(clock, REMEMBERED_MS)

  const isInAny = async (client: WebClient, ids: string[], userId: string): Promise<boolean | undefined> => {
    const members = await Promise.all(ids.map((id) => groups.recall(id, () => membersOf(client, id))))
    if (members.some((users) => users?.has(userId))) return true
    return members.includes(undefined) ? undefined : false
  }
  const adminGroups = policy.admins.filter((id) => id.startsWith('S'))
  return {
    who: async (client, userId, channel) => {
      const [facts, team, isInAdmins] = await Promise.all([
        people.recall(userId, () => factsOf(client, userId)),
        teams.recall('', async () => (await client.auth.test()).team_id),
        isInAny(client, adminGroups, userId),
      ])
      const standing = standingOf(facts, team, isInAdmins === true || policy.admins.includes(userId))
      const actor: Actor = {
        by: userId,
        standing,
        ...(channel !== undefined && { channel }),
        ...(isInAdmins === undefined && { mayBeAdmin: true }),
      }
      return { actor, reader: { ...readers.of(facts?.locale), viewer: actor } }
    },
    asCreator: async (client, actor) => {
      if (!restrictsCreation(policy)) return actor
      const isInCreatorGroup = await isInAny(client, policy.creators.groups, actor.by)
      return { ...actor, ...(isInCreatorGroup !== undefined && { isInCreatorGroup }) }
    },
  }
}

async function factsOf(client: WebClient, userId: string): Promise<Facts> {
  try {
    return (await client.users.info({ user: userId, include_locale: true })).user ?? {}
  } catch (error) {
    if (isPlatformError(error) && UNSEEN.includes(error.data.error)) return { is_stranger: true }
    throw error
  }
}

async function membersOf(client: WebClient, usergroup: string): Promise<ReadonlySet<string>> {
  return new Set((await client.usergroups.users.list({ usergroup })).users)
}

/**
 * `is_stranger` is not said of people whom a shared channel connects with us: they have another workspace. In an
 * organization of many workspaces, people belong to several. Source: Slack, "user object".
 */
function standingOf(facts: Facts | undefined, team: string | undefined, isNamedAdmin: boolean): Standing {
  if (facts === undefined) return 'unknown'
  if (facts.is_stranger === true) return 'stranger'
  if (facts.is_restricted === true || facts.is_ultra_restricted === true) return 'guest'
  const theirs = [facts.team_id, ...(facts.enterprise_user?.teams ?? [])].filter((id) => id !== undefined)
  if (theirs.length > 0) {
    if (team === undefined) return 'unknown'
    if (!theirs.includes(team)) return 'stranger'
  }
  const isAdmin = facts.is_admin === true || facts.is_owner === true || facts.is_primary_owner === true
  return isAdmin || isNamedAdmin ? 'admin' : 'member'
}
