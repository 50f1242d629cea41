import type { Files } from './files.ts'
import type { Change } from './journal.ts'
import type { SavedChange } from './saved.ts'
import { isLasting, messageKey, savedHome, type State } from './state.ts'

/** What of a change outlives a restart; undefined when nothing does. */
export function savedChangeOf(state: State, files: Pick<Files, 'saved'>, change: Change): SavedChange | undefined {
  const saved = partOf(state, files, change)
  return saved && { lastTs: state.lastTs(), ...saved }
}

function partOf(state: State, files: Pick<Files, 'saved'>, change: Change): Omit<SavedChange, 'lastTs'> | undefined {
  switch (change.kind) {
    case 'message': {
      const { channel, ts } = change
      const message = state.messages.get(messageKey(channel, ts))
      if (message === undefined) return { removed: { channel, ts } }
      return isLasting(message) ? { message } : undefined
    }
    case 'home': {
      const home = state.homes.get(change.userId)
      return home && { home: savedHome(home) }
    }
    case 'channel': {
      const channel = state.channels.get(change.id)
      return channel?.directWith === undefined ? undefined : { directChannel: channel }
    }
    case 'file': {
      const file = files.saved(change.id)
      return file && { file }
    }
    case 'modals':
    case 'person':
      return undefined
  }
}
