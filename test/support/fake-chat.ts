import type { Chat, Clock } from '../../src/control/ports.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { phaseOf, type Phase } from '../../src/site/phase.ts'
import type { Site, TeamChange } from '../../src/site/site.ts'
import { teamChangeToTell } from '../../src/site/team-changes.ts'
import { SECOND_MS, type Instant } from '../../src/site/time.ts'
import type { Topic } from '../../src/site/topic.ts'

export interface FakeMessage {
  /** As Slack has it: seconds and a count. */
  ts: string
  siteId: string
  channel: string
  kind: 'card' | Topic
  /** What an announcement was about. */
  occasion?: string
  /** Of the team, as it was told. */
  change?: TeamChange
  at: Instant
  /** Of the site when it was last written. */
  phase: Phase
  thread?: string
  settled?: boolean
}

/** A chat that keeps what was posted. Messages are deleted by taking them out of `messages`. */
export function createFakeChat(
  clock: Clock,
  { closedChannels = [] }: { closedChannels?: string[] } = {},
): {
  chat: Chat
  messages: FakeMessage[]
} {
  const messages: FakeMessage[] = []
  let posted = 0
  const find = (place: { channel: string; ts: string }) =>
    messages.find(({ channel, ts }) => channel === place.channel && ts === place.ts)
  const post = (site: Site, kind: FakeMessage['kind'], thread?: string) => {
    const { channel } = site.spec
    if (closedChannels.includes(channel)) throw new PermanentError('channel-missing')
    const at = clock.now()
    const ts = `${Math.floor(at / SECOND_MS)}.${String(++posted).padStart(6, '0')}`
    const change = kind === 'teamChanged' ? teamChangeToTell(site) : undefined
    const message = {
      ts,
      siteId: site.id,
      channel,
      kind,
      at,
      phase: phaseOf(site),
      ...occasionOf(site, kind),
      ...(change && { change }),
    }
    const hasThread = thread !== undefined && find({ channel, ts: thread }) !== undefined
    messages.push(hasThread ? { ...message, thread } : message)
    return ts
  }
  const edit = (place: { channel: string; ts: string }, changes: Partial<FakeMessage>) => {
    const message = find(place)
    if (message === undefined) throw new PermanentError('message-missing')
    Object.assign(message, changes)
  }
  const chat: Chat = {
    postCard: async (site) => post(site, 'card'),
    updateCard: async (site, place) => edit(place, { phase: phaseOf(site) }),
    announce: async (site, topic, thread) => post(site, topic, thread),
    findPosted: async (site, what, since) => {
      const { occasion } = occasionOf(site, what)
      const sought = (message: FakeMessage) =>
        message.siteId === site.id && message.kind === what && message.occasion === occasion && message.at >= since
      return messages.find(sought)?.ts
    },
    settleWarning: async (site, place) => edit(place, { settled: true, phase: phaseOf(site) }),
  }
  return { chat, messages }
}

function occasionOf(site: Site, kind: FakeMessage['kind']): Pick<FakeMessage, 'occasion'> {
  const key = kind === 'card' ? undefined : site.status.announced[kind]?.key
  return key === undefined ? {} : { occasion: key }
}
