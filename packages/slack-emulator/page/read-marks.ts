import type { Screen } from '../src/workspace.ts'

/** How far a person has read each channel; stored in the browser. */
export interface ReadMarks {
  unread(screen: Screen): Set<string>
  /** The person has seen all of the channel. */
  markRead(screen: Screen, channelId: string): void
}

export function createReadMarks(person: string, storage: Storage): ReadMarks {
  const keyOf = (channelId: string) => `read ${person} ${channelId}`
  const newest = ({ messages, me }: Screen, channelId: string) =>
    messages.findLast(({ channel, user, threadTs, broadcast }) => {
      return channel === channelId && user !== me.id && (threadTs === undefined || broadcast)
    })?.ts
  return {
    unread: (screen) =>
      new Set(
        screen.channels
          .map(({ id }) => id)
          .filter((id) => (newest(screen, id) ?? '') !== (storage.getItem(keyOf(id)) ?? '')),
      ),
    markRead: (screen, channelId) => {
      const ts = newest(screen, channelId)
      if (ts === undefined) storage.removeItem(keyOf(channelId))
      else storage.setItem(keyOf(channelId), ts)
    },
  }
}
