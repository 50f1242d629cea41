import type { WebClient } from '@slack/web-api'
import { createViewContexts, type ViewContext } from '../../views/view-context.ts'
import { type Actor, restrictsCreation } from '../site/permissions.ts'
import type { Membership } from '../site/site.ts'
import { MINUTE_MS } from '../site/time.ts'
import { isPlatformError } from './rate-limited-call.ts'
import type { SlackDeps } from './deps.ts'
import { type Facts, type Installation, installationOf, membershipOf, roleOf } from './membership.ts'
import { createMemory, type MemoryDeps, type Recalled } from './memory.ts'

/** Who is at work: what they may do, and for whom answers are written. */
export interface Person {
  actor: Actor
  /** In the person's own language; in the workspace's where Slack does not tell. */
  viewContext: ViewContext
}

export interface People {
  /** `channel`: where they ask. */
  who(client: WebClient, userId: string, channel?: string): Promise<Person>
  /** The same, and whether they are in a group that may make sites: asked at the same time, and only where that matters. */
  whoCreates(client: WebClient, userId: string, channel?: string): Promise<Person>
  /** What somebody is in the workspace; undefined where Slack does not say in time. */
  membershipOf(client: WebClient, userId: string): Promise<Membership | undefined>
}

/** What every listener gets. */
export interface ListenerDeps extends SlackDeps {
  people: People
}

/** How long what Slack says of people and groups holds: who is no longer a member, or an admin, loses their rights that soon. */
const REMEMBERED_MS = 5 * MINUTE_MS
/** Slack's word for who belongs to no workspace that the app can see. */
const UNSEEN = ['user_not_found', 'user_not_visible']
/** Slack's words for faults of its own, which pass. Source: the methods' pages, "Errors". */
const PASSING = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
]

export function createPeople(deps: Pick<SlackDeps, 'clock' | 'policy' | 'place' | 'locale' | 'report'>): People {
  const { policy } = deps
  const viewContexts = createViewContexts(deps)
  const people = createMemory<Facts>(remembering(deps, 'users.info', REMEMBERED_MS))
  const installations = createMemory<Installation | undefined>(remembering(deps, 'auth.test', Infinity))
  const groups = createMemory<ReadonlySet<string>>(remembering(deps, 'usergroups.users.list', REMEMBERED_MS))

  const isInAny = async (client: WebClient, ids: string[], userId: string): Promise<Recalled<boolean>> => {
    const members = await Promise.all(ids.map((id) => groups.recall(id, () => membersOf(client, id))))
    if (members.some((users) => users.is === 'known' && users.answer.has(userId))) return { is: 'known', answer: true }
    return members.find((users) => users.is !== 'known') ?? { is: 'known', answer: false }
  }
  const adminGroups = policy.admins.filter((id) => id.startsWith('S'))
  const factsAbout = (client: WebClient, userId: string) => people.recall(userId, () => factsOf(client, userId))
  const installedAt = (client: WebClient) =>
    installations.recall('', async () => installationOf(await client.auth.test()))
  const who: People['who'] = async (client, userId, channel) => {
    const [facts, installation, isInAdmins] = await Promise.all([
      factsAbout(client, userId),
      installedAt(client),
      isInAny(client, adminGroups, userId),
    ])
    const isNamedAdmin = answerOf(isInAdmins) === true || policy.admins.includes(userId)
    const actor: Actor = {
      by: userId,
      role: roleOf(answerOf(facts), answerOf(installation), isNamedAdmin),
      ...(channel !== undefined && { channel }),
      ...(isInAdmins.is !== 'known' && { mayBeAdmin: true }),
      ...([facts, installation, isInAdmins].some(({ is }) => is === 'refused') && { slackRefuses: true }),
    }
    return personOf(actor, viewContexts.of(answerOf(facts)?.locale))
  }
  return {
    who,
    membershipOf: async (client, userId) => {
      const [facts, installation] = await Promise.all([factsAbout(client, userId), installedAt(client)])
      return membershipOf(answerOf(facts), answerOf(installation))
    },
    whoCreates: async (client, userId, channel) => {
      if (!restrictsCreation(policy)) return who(client, userId, channel)
      const [{ actor, viewContext }, isInCreators] = await Promise.all([
        who(client, userId, channel),
        isInAny(client, policy.creatorGroups, userId),
      ])
      const isInCreatorGroup = answerOf(isInCreators)
      const creator: Actor = {
        ...actor,
        ...(isInCreatorGroup !== undefined && { isInCreatorGroup }),
        ...(isInCreators.is === 'refused' && { slackRefuses: true }),
      }
      return personOf(creator, viewContext)
    },
  }
}

function personOf(actor: Actor, viewContext: ViewContext): Person {
  return { actor, viewContext: { ...viewContext, viewer: actor } }
}

function answerOf<T>(recalled: Recalled<T>): T | undefined {
  return recalled.is === 'known' ? recalled.answer : undefined
}

/** What Slack refuses will be refused to the next as well, until somebody sets up the app, or names the groups, rightly. */
function remembering(
  { clock, report }: Pick<SlackDeps, 'clock' | 'report'>,
  method: string,
  freshMs: number,
): MemoryDeps {
  return {
    clock,
    freshMs,
    isRefusal: (error) => isPlatformError(error) && !PASSING.includes(error.data.error),
    onRefusal: (key, cause) => {
      const question = key === '' ? method : `${method} of ${key}`
      report(new Error(`Slack refuses ${question}`, { cause }))
    },
    refusalMs: REMEMBERED_MS,
  }
}

/** Somebody whom no workspace of the app knows is a stranger without an id. */
export async function factsOf(client: WebClient, userId: string): Promise<Facts> {
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
