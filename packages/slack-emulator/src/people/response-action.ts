import * as z from 'zod'
import { checkModal } from '../block-kit/check.ts'
import { modalTrouble } from '../notices.ts'
import { parseJson } from '../parse-json.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import type { OpenModal } from '../state.ts'
import type { SlackNotice } from '../workspace.ts'

/** Source: Slack's "Modals: response actions". */
const schema = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
])

/** Applies the app's answer to a submission; an empty answer closes the view. */
export function takeResponseAction(
  { modals }: Pick<Parts, 'modals'>,
  modal: OpenModal,
  body: string,
  showErrors: (errors: Record<string, string>) => void,
): SlackNotice {
  if (body.trim() === '') {
    modals.remove(modal)
    return undefined
  }
  const answer = schema.safeParse(parseJson(body)).data
  if (answer === undefined) return modalTrouble(`not a response action: ${body.slice(0, 200)}`)
  try {
    switch (answer.response_action) {
      case 'errors':
        return takeErrors(modal, answer.errors, showErrors)
      case 'update':
        checkModal(answer.view)
        modals.update(modal, answer.view)
        return undefined
      case 'push':
        checkModal(answer.view)
        modals.push(modal, answer.view)
        return undefined
      case 'clear':
        modals.clear(modal.userId)
        return undefined
    }
  } catch (error) {
    if (error instanceof SlackError) return modalTrouble(error.message)
    throw error
  }
}

function takeErrors(
  modal: OpenModal,
  errors: Record<string, string>,
  show: (errors: Record<string, string>) => void,
): SlackNotice {
  const inputs = new Set(modal.view.blocks.filter(({ type }) => type === 'input').map((block) => block.block_id))
  const unknown = Object.keys(errors).filter((blockId) => !inputs.has(blockId))
  if (Object.keys(errors).length === 0) return modalTrouble('the errors are empty')
  // Slack shows nothing for these.
  if (unknown.length > 0) return modalTrouble(`errors for what isn't an input block: ${unknown.join(', ')}`)
  show(errors)
  return undefined
}
