import assert from 'node:assert/strict'
import type { Chat, ChatTarget, Clock } from '../../src/control/ports.ts'
import type { LogRequest } from '../../src/control/log-request.ts'
import type { ReadLog } from '../../src/control/jobs.ts'
import type { UserError } from '../../src/site/user-error.ts'
import type { BudgetState } from '../../src/site/costs.ts'
import { isSlackUser } from '../../src/site/slack-ids.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { phaseOf, type Phase } from '../../src/site/phase.ts'
import type { Membership, Site, TeamChange } from '../../src/site/site.ts'
import { teamChangeToNotify } from '../../src/site/team-changes.ts'
import { SECOND_MS, type Instant } from '../../src/site/time.ts'
import type { NotificationType } from '../../src/site/notification-type.ts'

export interface FakeMessage {
  /** As Slack has it: seconds and a count. */
  ts: string
  siteId: string
  channel: string
  kind: 'card' | NotificationType
  /** What an announcement was about. */
  occasion?: string
  /** Of the team, as it was told. */
  change?: TeamChange
  at: Instant
  /** Of the site when it was last written. */
  phase: Phase
  thread?: string
  settled?: boolean
  /** Of a warning: the sites that it warns of, and which of them have buttons. */
  warnings?: { siteId: string; key: string; isOpen: boolean }[]
  /** Of a card: the file that it shows. */
  picture?: string | undefined
  /** Of a card in a direct message: it is kept up to date no longer. */
  retired?: boolean
}

/** A channel's digest of a week. */
export interface PostedDigest {
  channel: string
  ts: string
  monday: string
  /** Names. */
  sites: string[]
}

/** What somebody who asked for a log was shown. */
export interface LogAnswer {
  request: LogRequest
  answer: ReadLog | UserError
}

/**
 * A chat that keeps what was posted. Messages are deleted by taking them out of `messages`. Whom `people` does not name
 * is a member; nothing can be sent to who is no person of the workspace. `fields` has what profiles hold, by person and field.
 */
export function createFakeChat(
  clock: Clock,
  {
    closedChannels = [],
    people = new Map<string, Membership>(),
    fields = new Map<string, string>(),
  }: { closedChannels?: string[]; people?: Map<string, Membership>; fields?: Map<string, string> } = {},
): {
  chat: Chat
  messages: FakeMessage[]
  budgetWarnings: (BudgetState & { channel: string })[]
  digests: PostedDigest[]
  logAnswers: LogAnswer[]
  closedChannels: string[]
  people: Map<string, Membership>
  fields: Map<string, string>
} {
  const messages: FakeMessage[] = []
  const budgetWarnings: (BudgetState & { channel: string })[] = []
  const digests: PostedDigest[] = []
  const logAnswers: LogAnswer[] = []
  const files = new Set<string>()
  let posted = 0
  const nextTs = () => `${Math.floor(clock.now() / SECOND_MS)}.${String(++posted).padStart(6, '0')}`
  const find = (place: { channel: string; ts: string }) =>
    messages.find(({ channel, ts }) => channel === place.channel && ts === place.ts)
  const conversationOf = (to: string) => {
    if (closedChannels.includes(to)) throw new PermanentError('channel-missing')
    if (!isSlackUser(to)) return to
    if (UNREACHABLE.has(people.get(to) ?? 'member')) throw new PermanentError('person-unreachable')
    return `D${to.slice(1)}`
  }
  const post = (
    site: Site,
    kind: FakeMessage['kind'],
    { channel: to, thread }: ChatTarget,
    warned?: readonly Site[],
  ) => {
    const channel = conversationOf(to)
    const at = clock.now()
    const ts = nextTs()
    const change = kind === 'teamChanged' ? teamChangeToNotify(site) : undefined
    const message = {
      ts,
      siteId: site.id,
      channel,
      kind,
      at,
      phase: phaseOf(site),
      ...occasionOf(site, kind),
      ...(change && { change }),
      ...(kind === 'card' && pictureIn(site, files)),
      ...(warned && { warnings: warned.map(warningIn) }),
    }
    const hasThread = thread !== undefined && find({ channel, ts: thread }) !== undefined
    messages.push(hasThread ? { ...message, thread } : message)
    return { channel, ts }
  }
  const edit = (place: { channel: string; ts: string }, changes: Partial<FakeMessage>) => {
    const message = find(place)
    if (closedChannels.includes(place.channel)) throw new PermanentError('channel-missing')
    if (message === undefined) throw new PermanentError('message-missing')
    Object.assign(message, changes)
  }
  const chat: Chat = {
    postCard: async (site, { channel }) => post(site, 'card', { channel }),
    updateCard: async (site, place) =>
      edit(place, { picture: undefined, ...pictureIn(site, files), phase: phaseOf(site) }),
    notify: async (site, topic, place) => post(site, topic, place, topic === 'expiring' ? [site] : undefined),
    warn: async (sites, { channel }) => post(sites[0] ?? assert.fail('of no site'), 'expiring', { channel }, sites),
    findPosted: async (site, what, since, place) => {
      const channel = conversationOf(place.channel)
      const { occasion } = occasionOf(site, what)
      const isAbout = ({ siteId, kind, occasion: known, warnings }: FakeMessage) =>
        kind === what &&
        (warnings === undefined
          ? siteId === site.id && known === occasion
          : warnings.some((one) => one.siteId === site.id && one.key === occasion))
      const sought = (message: FakeMessage) => isAbout(message) && message.at >= since
      const found = messages.find((message) => message.channel === channel && sought(message))
      return found && { channel, ts: found.ts }
    },
    updateWarning: async (warnings, place) =>
      edit(place, {
        settled: warnings.every(({ isOpen }) => !isOpen),
        warnings: warnings.map(({ id: siteId, key, isOpen }) => ({ siteId, key, isOpen })),
      }),
    resolveAdoption: async (site, place) => edit(place, { settled: true, phase: phaseOf(site) }),
    retireDirectCard: async (_site, place) => edit(place, { retired: true }),
    sayCardMoved: async (_site, place) => edit(place, { retired: true }),
    warnOfBudget: async (state, { channel: to }) => void budgetWarnings.push({ ...state, channel: conversationOf(to) }),
    postDigest: async ({ week: { monday }, sites }, { channel: to }) => {
      const digest = { channel: conversationOf(to), ts: nextTs(), monday, sites: sites.map(({ name }) => name) }
      digests.push(digest)
      return { channel: digest.channel, ts: digest.ts }
    },
    findDigest: async ({ monday }, { channel: to }) => {
      const channel = conversationOf(to)
      const found = digests.find((digest) => digest.channel === channel && digest.monday === monday)
      return found && { channel, ts: found.ts }
    },
    answerLogs: async (request, answer) => void logAnswers.push({ request, answer }),
    uploadPicture: async () => {
      const file = `F${String(++posted).padStart(9, '0')}`
      files.add(file)
      return file
    },
    membershipOf: async (userId) => people.get(userId) ?? 'member',
    profileField: async (userId, field) => fields.get(`${userId} ${field}`) ?? '',
  }
  return { chat, messages, budgetWarnings, digests, logAnswers, closedChannels, people, fields }
}

/** Slack: `user_not_found`, `user_not_visible`, `user_disabled`, `cannot_dm_bot`. */
const UNREACHABLE: ReadonlySet<Membership> = new Set(['missing', 'deactivated', 'bot'])

/** One that is gone isn't shown. */
function pictureIn({ status: { picture } }: Site, files: ReadonlySet<string>): Pick<FakeMessage, 'picture'> {
  const file = picture?.shown?.file
  return file !== undefined && files.has(file) ? { picture: file } : {}
}

function occasionOf(site: Site, kind: FakeMessage['kind']): Pick<FakeMessage, 'occasion'> {
  const key = kind === 'card' ? undefined : site.status.notifications[kind]?.key
  return key === undefined ? {} : { occasion: key }
}

function warningIn({ id: siteId, status: { notifications } }: Site) {
  return { siteId, key: notifications['expiring']?.key ?? '', isOpen: true }
}
