import { findElement } from '../block-kit/elements-of.ts'
import { clickFailed, ELEMENT_GONE } from '../notices.ts'
import type { Parts } from '../parts.ts'
import { interaction, payloadForm, containerFields } from '../payloads.ts'
import { actionOf } from '../element-value.ts'
import { findSurface, withValues, type Surface } from '../surfaces.ts'
import { canPick, impossibleValue, initialOf } from '../values.ts'
import type { Picked, Container, SlackNotice, ViewValues } from '../workspace.ts'
import { actor } from '../state.ts'

interface Act {
  container: Container
  element: { blockId: string; actionId: string }
  picked: Picked
  state: ViewValues
}

/** A person clicks a button or picks something. Source: Slack's "block_actions payload". */
export async function act(
  parts: Parts,
  userId: string,
  { container, element: at, picked, state }: Act,
): Promise<SlackNotice> {
  const person = actor(parts.state, userId)
  const surface = findSurface(parts, userId, container)
  const located = surface && findElement(surface.blocks, at)
  if (surface === undefined || located === undefined) return ELEMENT_GONE
  const findLoaded = parts.loadedOptions.finder(surface.id)
  if (!canPick(located, picked, findLoaded)) return 'This is not one of the options.'
  const impossible = impossibleValue(surface.blocks, state, findLoaded)
  if (impossible !== undefined) return `This value can't be picked: ${impossible}`
  const holdsValue = initialOf(located.element) !== undefined
  const now = withValues(
    parts,
    withValues(parts, surface, state),
    holdsValue ? { [at.blockId]: { [at.actionId]: picked } } : {},
  )
  if (located.input !== undefined && !located.input.dispatches) return undefined
  if (!parts.app.isInteractive) return 'This app is not configured to handle interactive responses.'
  const payload = {
    ...interaction(parts, 'block_actions', person),
    ...containerFields(parts, now),
    ...replyFields(parts, userId, now),
    actions: [actionOf(located, picked, findLoaded, parts.state.nextTs())],
  }
  return clickFailed(await parts.link.send(payloadForm(payload)), surface.kind === 'modal')
}

/** The trigger and, for messages, the response URL. */
function replyFields({ triggers, responseUrls }: Parts, userId: string, surface: Surface): Record<string, string> {
  if (surface.kind === 'home') return { trigger_id: triggers.issue({ userId }) }
  if (surface.kind === 'modal') {
    const { id: viewId, channel } = surface.modal
    return { trigger_id: triggers.issue({ userId, viewId, ...(channel !== undefined && { channel }) }) }
  }
  const channel = surface.channel.id
  return {
    trigger_id: triggers.issue({ userId, channel }),
    // The message with a link is a person's: the app can't change it.
    response_url: responseUrls.issue({
      userId,
      channel,
      ...(surface.unfurl === undefined && { message: surface.message.ts }),
    }),
  }
}
