import type { Messages } from './messages.ts'

/** How far a person has read each channel; stored in the browser. */
export interface ReadMarks {
  isUnread(messages: Messages, channelId: string): boolean
  /** The person has seen all of the channel. */
  markRead(messages: Messages, channelId: string): void
}

export function createReadMarks(person: string, storage: Storage): ReadMarks {
  const keyOf = (channelId: string) => `read ${person} ${channelId}`
  const newest = (messages: Messages, channelId: string) =>
    messages.ofChannel(channelId).findLast(({ user }) => user !== person)?.ts
  return {
    isUnread: (messages, channelId) =>
      (newest(messages, channelId) ?? '') !== (storage.getItem(keyOf(channelId)) ?? ''),
    markRead: (messages, channelId) => {
      const ts = newest(messages, channelId)
      if (ts === undefined) storage.removeItem(keyOf(channelId))
      else storage.setItem(keyOf(channelId), ts)
    },
  }
}
