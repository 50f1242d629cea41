import type { Parts } from '../parts.ts'
import type { Surface } from '../surfaces.ts'
import { channelName, messageJson } from './common.ts'
import { stateValues } from './element-value.ts'
import { viewJson } from './view.ts'

/** The part of block_actions and block_suggestion payloads that says where the element stands. */
export function containerFields(parts: Parts, surface: Surface): Record<string, unknown> {
  if (surface.kind === 'modal') return viewFields(viewJson(parts, surface.modal))
  if (surface.kind === 'home') return viewFields(viewJson(parts, surface.home))
  const { message, channel } = surface
  const isEphemeral = message.ephemeralFor !== undefined
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    // Slack keeps no ephemeral messages, so it cannot send them along.
    ...(!isEphemeral && { message: messageJson(parts.state, message) }),
    state: { values: stateValues(surface.blocks, surface.values, parts.offers.finder(surface.id)) },
  }
}

function viewFields(view: Record<string, unknown>): Record<string, unknown> {
  return { container: { type: 'view', view_id: view['id'] }, view }
}
