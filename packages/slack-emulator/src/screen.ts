import { isMember } from './identity.ts'
import type { App } from './manifest.ts'
import { personOf, type OpenModal, type State } from './state.ts'
import type { OpenView, Screen } from './workspace.ts'

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
      ({ channel, ephemeralFor }) => visible.has(channel) && (ephemeralFor ?? userId) === userId,
    ),
    modals: (state.modals.get(userId) ?? []).map(openView),
    ...(home !== undefined && { home: home.view }),
    commands: app.commands.map(({ escapes: _, ...command }) => command),
    shortcuts: app.shortcuts,
  }
}

function openView({ id, hash, view, errors, values }: OpenModal): OpenView {
  return { id, hash, view, values, ...(errors !== undefined && { errors }) }
}
