import * as z from 'zod'
import { blocksUpTo, MAX_VIEW_BLOCKS } from './blocks.ts'
import { id, plainText } from './composition.ts'

/** Source: Slack's "Views" reference. */

const common = {
  blocks: blocksUpTo(MAX_VIEW_BLOCKS),
  private_metadata: z.string().max(3000).optional(),
  callback_id: id.optional(),
  external_id: id.optional(),
}

export const modalView = z
  .strictObject({
    ...common,
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .superRefine((view, context) => {
    if (view.blocks.length === 0) {
      context.addIssue({ code: 'custom', message: 'must provide at least 1 block', path: ['blocks'] })
    }
    if (view.submit === undefined && view.blocks.some((block) => block.type === 'input')) {
      context.addIssue({ code: 'custom', message: 'missing required field: submit' })
    }
  })

export const homeView = z.strictObject({ ...common, type: z.literal('home') })
