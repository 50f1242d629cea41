import type { WebClient } from '@slack/web-api'
import { createViewContexts, type ViewContext } from '../../views/view-context.ts'
import { type Actor, restrictsCreation } from '../site/permissions.ts'
import { isTimeZone } from '../site/time-zone.ts'
import type { Membership } from '../site/site.ts'
import { MINUTE_MS } from '../site/time.ts'
import { UserError } from '../site/user-error.ts'
import { isPlatformError } from './rate-limited-call.ts'
import type { SlackDeps } from './deps.ts'
import { type Facts, type Installation, installationOf, membershipOf, roleOf } from './membership.ts'
import { profileFieldOf } from './profile-field.ts'
import { createCachedCalls, type CachedCallsOptions, type CallResult } from './cached-calls.ts'

/** The person who asks: their rights, and the view context for answers to them. */
export interface Person {
  actor: Actor
  /** In the person's language, or the workspace's if Slack doesn't say. */
  viewContext: ViewContext
}

export interface People {
  /** `channel`: the one they ask in. */
  who(client: WebClient, userId: string, channel?: string): Promise<Person>
  /**
   * Also finds out whether they're in a group that can create sites, at the same time, if the policy restricts creation. And asks for
   * their GitHub login, if it takes one to create a site.
   */
  whoCreates(client: WebClient, userId: string, channel?: string): Promise<Person>
  /** Someone's membership in the workspace; undefined if Slack doesn't answer in time. */
  membershipOf(client: WebClient, userId: string): Promise<Membership | undefined>
  /**
   * What someone's profile has in the field with that id; '' for nothing. UserError `slack-silent` or `slack-denied` when Slack doesn't
   * say: an older answer may be wrong by now.
   */
  profileField(client: WebClient, userId: string, field: string): Promise<string>
}

/** What every listener gets. */
export interface ListenerDeps extends SlackDeps {
  people: People
}

/** How long answers about people and groups are cached. People who lose their role keep its rights for at most that long. */
const CACHED_MS = 5 * MINUTE_MS
/** Slack's errors for people who belong to no workspace that the app can see. */
const UNSEEN = ['user_not_found', 'user_not_visible']
/** Temporary errors on Slack's side. Source: the methods' pages, "Errors". */
const TEMPORARY = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
]

export function createPeople(deps: Pick<SlackDeps, 'clock' | 'policy' | 'addresses' | 'locale' | 'report'>): People {
  const { policy } = deps
  const viewContexts = createViewContexts(deps)
  const people = createCachedCalls<Facts>(optionsOf(deps, 'users.info', CACHED_MS))
  const installations = createCachedCalls<Installation | undefined>(optionsOf(deps, 'auth.test', Infinity))
  const profileFields = createCachedCalls<string>({
    ...optionsOf(deps, 'users.profile.get', CACHED_MS),
    isFreshOnly: true,
  })
  const groups = createCachedCalls<ReadonlySet<string>>(optionsOf(deps, 'usergroups.users.list', CACHED_MS))

  const isInAny = async (client: WebClient, ids: string[], userId: string): Promise<CallResult<boolean>> => {
    const members = await Promise.all(ids.map((id) => groups.get(id, () => membersOf(client, id))))
    if (members.some((users) => users.is === 'known' && users.answer.has(userId))) return { is: 'known', answer: true }
    return members.find((users) => users.is !== 'known') ?? { is: 'known', answer: false }
  }
  const adminGroups = policy.admins.filter((id) => id.startsWith('S'))
  const factsAbout = (client: WebClient, userId: string) => people.get(userId, () => factsOf(client, userId))
  const installedAt = (client: WebClient) => installations.get('', async () => installationOf(await client.auth.test()))
  const fieldOf = (client: WebClient, userId: string, field: string) =>
    profileFields.get(`${userId} ${field}`, () => profileFieldOf(client, userId, field))
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
      ...([facts, installation, isInAdmins].some(({ is }) => is === 'rejected') && { slackDenied: true }),
    }
    const { locale, tz } = answerOf(facts) ?? {}
    const viewContext = viewContexts.of(locale)
    return personOf(actor, tz !== undefined && isTimeZone(tz) ? { ...viewContext, readerZone: tz } : viewContext)
  }
  return {
    who,
    membershipOf: async (client, userId) => {
      const [facts, installation] = await Promise.all([factsAbout(client, userId), installedAt(client)])
      return membershipOf(answerOf(facts), answerOf(installation))
    },
    profileField: async (client, userId, field) => {
      const found = await fieldOf(client, userId, field)
      if (found.is === 'known') return found.answer
      throw found.is === 'rejected' ? new UserError('slack-denied', {}) : new UserError('slack-silent', {})
    },
    whoCreates: async (client, userId, channel) => {
      if (policy.creatorsNeedAccess !== undefined) void fieldOf(client, userId, policy.creatorsNeedAccess)
      if (!restrictsCreation(policy)) return who(client, userId, channel)
      const [{ actor, viewContext }, isInCreators] = await Promise.all([
        who(client, userId, channel),
        isInAny(client, policy.creatorGroups, userId),
      ])
      const isInCreatorGroup = answerOf(isInCreators)
      const creator: Actor = {
        ...actor,
        ...(isInCreatorGroup !== undefined && { isInCreatorGroup }),
        ...(isInCreators.is === 'rejected' && { slackDenied: true }),
      }
      return personOf(creator, viewContext)
    },
  }
}

function personOf(actor: Actor, viewContext: ViewContext): Person {
  return { actor, viewContext: { ...viewContext, viewer: actor } }
}

function answerOf<T>(result: CallResult<T>): T | undefined {
  return result.is === 'known' ? result.answer : undefined
}

/** Rejections last until an admin fixes the app's scopes or the configured groups, so they are reported, but not each time. */
function optionsOf(
  { clock, report }: Pick<SlackDeps, 'clock' | 'report'>,
  method: string,
  freshMs: number,
): CachedCallsOptions {
  return {
    clock,
    freshMs,
    isRejection: (error) => isPlatformError(error) && !TEMPORARY.includes(error.data.error),
    onRejected: (key, cause) => {
      report(new Error(`Slack rejects ${key === '' ? method : `${method} of ${key}`}`, { cause }))
    },
    reportEveryMs: CACHED_MS,
  }
}

/** Someone whom none of the app's workspaces knows is a stranger without an id. */
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
