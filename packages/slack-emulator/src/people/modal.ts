import { failureOf, type AppAnswer } from '../app-link.ts'
import { elementsOf } from '../block-kit/elements-of.ts'
import { inputErrors } from '../input-errors.ts'
import { clickFailed, ELEMENT_GONE, modalTrouble, reason } from '../notices.ts'
import type { Parts } from '../parts.ts'
import { interaction, payloadForm, viewJson } from '../payloads.ts'
import type { OpenModal } from '../state.ts'
import { impossibleValue, mergeValues, valueOf } from '../values.ts'
import type { SlackNotice, ViewValues } from '../workspace.ts'
import { actor } from '../state.ts'
import { takeResponseAction } from './response-action.ts'

/** A person submits the topmost modal. Source: Slack's "view_submission payload". */
export async function submit(parts: Parts, userId: string, viewId: string, state: ViewValues): Promise<SlackNotice> {
  const person = actor(parts.state, userId)
  const modal = parts.modals.top(userId)
  if (modal?.id !== viewId) return ELEMENT_GONE
  if (modal.view.submit === undefined) return modalTrouble('this view has no submit button')
  const { blocks } = modal.view
  const impossible = impossibleValue(blocks, state, parts.loadedOptions.finder(viewId))
  if (impossible !== undefined) return modalTrouble(`this value can't be picked: ${impossible}`)
  modal.values = mergeValues(modal.values, state)
  const errors = inputErrors(blocks, modal.values)
  showErrors(parts, modal, errors)
  if (Object.keys(errors).length > 0) return undefined
  const { channel } = modal
  const payload = {
    ...interaction(parts, 'view_submission', person),
    trigger_id: parts.triggers.issue({ userId, viewId, ...(channel !== undefined && { channel }) }),
    view: viewJson(parts, modal),
    response_urls: responseUrls(parts, modal),
  }
  return takeResponse(parts, viewId, await parts.link.send(payloadForm(payload)))
}

function takeResponse(parts: Parts, viewId: string, answer: AppAnswer): SlackNotice {
  if (answer.kind !== 'answer' || failureOf(answer) !== undefined) return modalTrouble(reason(answer))
  // The app may have changed or closed the view meanwhile.
  const modal = parts.modals.find({ viewId })
  return modal === undefined
    ? undefined
    : takeResponseAction(parts, modal, answer.body, (errors) => showErrors(parts, modal, errors))
}

function showErrors({ state }: Parts, modal: OpenModal, errors: Record<string, string>): void {
  if (Object.keys(errors).length > 0) modal.errors = errors
  else delete modal.errors
  state.changed({ kind: 'modals', userId: modal.userId })
}

/** One for each channel picked in an input with `response_url_enabled`. */
function responseUrls(parts: Parts, modal: OpenModal): Record<string, string>[] {
  return elementsOf(modal.view.blocks).flatMap((located) => {
    const { element, blockId, actionId } = located
    const picked = valueOf(located, modal.values)
    if (!('response_url_enabled' in element) || !element.response_url_enabled) return []
    if (picked === null || picked === undefined || !('channel' in picked)) return []
    const url = parts.responseUrls.issue({ userId: modal.userId, channel: picked.channel })
    return [{ block_id: blockId, action_id: actionId, channel_id: picked.channel, response_url: url }]
  })
}

/** A person closes a modal and those above it. Source: Slack's "view_closed payload". */
export async function close(parts: Parts, userId: string, viewId: string): Promise<SlackNotice> {
  const person = actor(parts.state, userId)
  const modal = parts.modals.find({ viewId })
  if (modal === undefined || modal.userId !== userId) return undefined
  const isCleared = modal.view.clear_on_close === true
  if (isCleared) parts.modals.clear(userId)
  else parts.modals.remove(modal)
  if (modal.view.notify_on_close !== true) return undefined
  const payload = {
    ...interaction(parts, 'view_closed', person),
    view: viewJson(parts, modal),
    is_cleared: isCleared,
  }
  return clickFailed(await parts.link.send(payloadForm(payload)), true)
}
