import type { Message, ScreenChange } from '../src/workspace.ts'

/** The messages that a person sees, oldest first. As long as nothing has changed in a channel, its lists are the same. */
export interface Messages {
  apply(change: Pick<ScreenChange, 'messages' | 'removed'>): void
  /** Without the replies that only threads show. */
  ofChannel(channelId: string): Message[]
  /** Those that everybody in the channel sees. */
  repliesTo(message: { channel: string; ts: string }): Message[]
  /** A message and what its thread shows this person. */
  ofThread(channelId: string, ts: string): Message[]
}

interface Lists {
  channel: Message[]
  replies: Map<string, Message[]>
  threads: Map<string, Message[]>
}

export function createMessages(first: Message[]): Messages {
  const channels = new Map<string, Map<string, Message>>()
  const lists = new Map<string, Lists>()
  const all = (channelId: string) => {
    const known = channels.get(channelId) ?? new Map<string, Message>()
    channels.set(channelId, known)
    return known
  }
  const listsOf = (channelId: string) => {
    const known = lists.get(channelId) ?? listsIn([...all(channelId).values()])
    lists.set(channelId, known)
    return known
  }
  const apply: Messages['apply'] = ({ messages = [], removed = [] }) => {
    for (const message of messages) all(message.channel).set(message.ts, message)
    for (const { channel, ts } of removed) all(channel).delete(ts)
    for (const { channel } of [...messages, ...removed]) lists.delete(channel)
  }
  apply({ messages: first })
  return {
    apply,
    ofChannel: (channelId) => listsOf(channelId).channel,
    repliesTo: ({ channel, ts }) => listsOf(channel).replies.get(ts) ?? [],
    ofThread: (channelId, ts) => listsOf(channelId).threads.get(ts) ?? [],
  }
}

function listsIn(messages: Message[]): Lists {
  const replies = new Map<string, Message[]>()
  const threads = new Map(messages.filter(({ threadTs }) => threadTs === undefined).map((one) => [one.ts, [one]]))
  for (const message of messages) {
    const { threadTs, ephemeralFor } = message
    if (threadTs === undefined) continue
    threads.set(threadTs, [...(threads.get(threadTs) ?? []), message])
    if (ephemeralFor === undefined) replies.set(threadTs, [...(replies.get(threadTs) ?? []), message])
  }
  return {
    channel: messages.filter(({ threadTs, broadcast }) => threadTs === undefined || broadcast),
    replies,
    threads,
  }
}
