import { isMember } from './identity.ts'
import type { Change } from './journal.ts'
import type { App } from './manifest.ts'
import { channelOf, messageKey, personOf, type OpenModal, type State } from './state.ts'
import type { Message, OpenView, Screen, ScreenChange } from './workspace.ts'

/** What one person sees. */
export function screenOf(state: State, app: App, userId: string): Screen {
  const me = personOf(state, userId)
  if (me === undefined) throw new Error(`there is no person ${userId}`)
  const channels = [...state.channels.values()].filter((channel) => isMember(channel, userId))
  const visible = new Set(channels.map(({ id }) => id))
  const home = state.homes.get(userId)
  return {
    me,
    people: state.people,
    channels,
    messages: [...state.messages.values()].filter(
      (message) => visible.has(message.channel) && isShownTo(userId, message),
    ),
    modals: openViews(state, userId),
    ...(home !== undefined && { home: home.view }),
    commands: app.commands.map(({ escapes: _, ...command }) => command),
    shortcuts: app.shortcuts,
  }
}

/** What one person sees of these changes; undefined when they change more than messages and views. */
export function screenChangeOf(state: State, userId: string, changes: Change[]): ScreenChange | undefined {
  const touched = new Map<string, { channel: string; ts: string }>()
  const seen: ScreenChange = {}
  for (const change of changes) {
    switch (change.kind) {
      case 'message':
        touched.set(messageKey(change.channel, change.ts), { channel: change.channel, ts: change.ts })
        break
      case 'modals':
        if (change.userId === userId) seen.modals = openViews(state, userId)
        break
      case 'home': {
        const home = change.userId === userId ? state.homes.get(userId) : undefined
        if (home !== undefined) seen.home = home.view
        break
      }
      case 'file':
        break
      case 'channel':
      case 'person':
        return undefined
    }
  }
  const messages: Message[] = []
  const removed: { channel: string; ts: string }[] = []
  for (const [key, at] of touched) {
    if (channelOf(state, userId, at.channel) === undefined) continue
    const message = state.messages.get(key)
    if (message === undefined) removed.push(at)
    else if (isShownTo(userId, message)) messages.push(message)
  }
  return { ...seen, ...(messages.length > 0 && { messages }), ...(removed.length > 0 && { removed }) }
}

function isShownTo(userId: string, { ephemeralFor = userId }: Message): boolean {
  return ephemeralFor === userId
}

function openViews(state: State, userId: string): OpenView[] {
  return (state.modals.get(userId) ?? []).map(openView)
}

function openView({ id, hash, view, errors, values }: OpenModal): OpenView {
  return { id, hash, view, values, ...(errors !== undefined && { errors }) }
}
