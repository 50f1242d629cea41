import type { KnownBlock } from '@slack/types'
import type { Channel, Message, Container, Unfurl, ViewValues } from './workspace.ts'
import { messageSeenBy } from './messages.ts'
import type { Parts } from './parts.ts'
import { channelOf, messageKey, type OpenHome, type OpenModal } from './state.ts'
import { mergeValues } from './values.ts'

/** Where a person clicks: something with blocks, and what was picked in them so far. */
export type Surface = { id: string; blocks: KnownBlock[]; values: ViewValues } & (
  | { kind: 'message'; message: Message; channel: Channel; unfurl?: Unfurl }
  | { kind: 'modal'; modal: OpenModal }
  | { kind: 'home'; home: OpenHome }
)

/** undefined when this person doesn't see it. Of modals, people see the topmost. */
export function findSurface(parts: Parts, userId: string, container: Container): Surface | undefined {
  if ('message' in container) return messageSurface(parts, userId, container.message)
  if ('viewId' in container) {
    const modal = parts.modals.top(userId)
    if (modal?.id !== container.viewId) return undefined
    return { kind: 'modal', modal, id: modal.id, blocks: modal.view.blocks, values: modal.values }
  }
  const home = parts.state.homes.get(userId)
  return home && { kind: 'home', home, id: home.id, blocks: home.view.blocks, values: home.values }
}

function messageSurface(
  parts: Parts,
  userId: string,
  at: { channel: string; ts: string; unfurl?: number },
): Surface | undefined {
  const channel = channelOf(parts.state, userId, at.channel)
  const message = messageSeenBy(parts.state, userId, at)
  if (channel === undefined || message === undefined) return undefined
  const unfurl = message.unfurls?.find((one) => one.id === at.unfurl)
  if (at.unfurl !== undefined && unfurl === undefined) return undefined
  const id = [messageKey(at.channel, at.ts), userId, ...(unfurl === undefined ? [] : [unfurl.id])].join(' ')
  return {
    kind: 'message',
    message,
    channel,
    ...(unfurl && { unfurl }),
    id,
    blocks: (unfurl ?? message).blocks ?? [],
    values: parts.messageValues.get(id) ?? {},
  }
}

/** Stores what was picked, and returns the surface with it. */
export function withValues(parts: Parts, surface: Surface, added: ViewValues): Surface {
  const values = mergeValues(surface.values, added)
  if (surface.kind === 'message') parts.messageValues.set(surface.id, values)
  if (surface.kind === 'modal') surface.modal.values = values
  if (surface.kind === 'home') surface.home.values = values
  return { ...surface, values }
}
