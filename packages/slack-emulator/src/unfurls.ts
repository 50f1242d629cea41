import type { State } from './state.ts'
import { messageKey } from './state.ts'
import type { Message, Unfurl } from './workspace.ts'

/** Names a message to `chat.unfurl`. */
export function unfurlId(channel: string, ts: string): string {
  return `${channel}.${ts}.unfurl`
}

/** The message that {@link unfurlId} names. */
export function messageOfUnfurl(id: string): { channel: string; ts: string } | undefined {
  const [, channel, ts] = /^([A-Z0-9]+)\.(\d+\.\d+)\.unfurl$/.exec(id) ?? []
  return channel === undefined || ts === undefined ? undefined : { channel, ts }
}

/** Shows these under the message, in place of what was shown of the same links. */
export function addUnfurls(state: State, message: Message, added: Omit<Unfurl, 'id'>[]): void {
  const before = message.unfurls ?? []
  const kept = before.map((unfurl) => ({ ...unfurl, ...added.find(({ url }) => url === unfurl.url) }))
  const fresh = added
    .filter(({ url }) => before.every((one) => one.url !== url))
    .map((unfurl, index) => ({ ...unfurl, id: before.length + index + 1 }))
  state.messages.set(messageKey(message.channel, message.ts), { ...message, unfurls: [...kept, ...fresh] })
  state.changed({ kind: 'message', channel: message.channel, ts: message.ts })
}
