import * as z from 'zod'
import { anyText, id, plainText } from './composition.ts'
import {
  button,
  channelsSelect,
  checkboxes,
  conversationsSelect,
  datepicker,
  externalSelect,
  multiStaticSelect,
  overflow,
  plainTextInput,
  staticSelect,
  usersSelect,
} from './elements.ts'

/**
 * The blocks that the workspace page can show, with their limits and the elements that they may hold.
 * Source: Slack's "Block Kit: blocks" reference.
 */

const selects = [staticSelect, externalSelect, usersSelect, conversationsSelect, channelsSelect] as const
const blockId = { block_id: id.optional() }

const section = z
  .strictObject({
    ...blockId,
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z
      .discriminatedUnion('type', [button, overflow, datepicker, checkboxes, multiStaticSelect, ...selects])
      .optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must provide either text or fields')

/** Of a file of the app's; the page loads no other images. */
const image = z.strictObject({
  ...blockId,
  type: z.literal('image'),
  slack_file: z.strictObject({ id: z.string().regex(/^F[A-Z0-9]{8,}$/) }),
  alt_text: z.string().min(1).max(2000),
  title: plainText(2000).optional(),
})

const header = z.strictObject({ ...blockId, type: z.literal('header'), text: plainText(150) })

const divider = z.strictObject({ ...blockId, type: z.literal('divider') })

const context = z.strictObject({
  ...blockId,
  type: z.literal('context'),
  elements: z.array(anyText(3000)).min(1).max(10),
})

const actions = z.strictObject({
  ...blockId,
  type: z.literal('actions'),
  elements: z
    .array(z.discriminatedUnion('type', [button, overflow, datepicker, checkboxes, ...selects]))
    .min(1)
    .max(25),
})

const input = z.strictObject({
  ...blockId,
  type: z.literal('input'),
  label: plainText(2000),
  element: z.discriminatedUnion('type', [plainTextInput, datepicker, checkboxes, multiStaticSelect, ...selects]),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
})

const block = z.discriminatedUnion('type', [section, header, image, divider, context, actions, input])
type Block = z.infer<typeof block>

export const MAX_MESSAGE_BLOCKS = 50
export const MAX_VIEW_BLOCKS = 100

export const blocksUpTo = (max: number) => z.array(block).max(max).superRefine(checkIds)

/** Block ids are unique in a message or view, action ids in their block, and one element at most has the focus. */
function checkIds(blocks: Block[], context: z.RefinementCtx): void {
  const blockIds = new Set<string>()
  let focused = 0
  blocks.forEach((one, index) => {
    checkUnique(one.block_id, blockIds, 'block_id', [index, 'block_id'], context)
    const actionIds = new Set<string>()
    for (const { element, path } of elementsWithPath(one)) {
      checkUnique(element.action_id, actionIds, 'action_id', [index, ...path, 'action_id'], context)
      if ('focus_on_load' in element && element.focus_on_load === true && ++focused > 1) {
        context.addIssue({ code: 'custom', message: 'only one element may have focus_on_load', path: [index, ...path] })
      }
    }
  })
}

function checkUnique(
  value: string | undefined,
  seen: Set<string>,
  what: string,
  path: (string | number)[],
  context: z.RefinementCtx,
): void {
  if (value === undefined) return
  if (seen.has(value)) context.addIssue({ code: 'custom', message: `\`${what}\` "${value}" already exists`, path })
  seen.add(value)
}

function elementsWithPath(one: Block) {
  switch (one.type) {
    case 'actions':
      return one.elements.map((element, index) => ({ element, path: ['elements', index] }))
    case 'section':
      return one.accessory === undefined ? [] : [{ element: one.accessory, path: ['accessory'] }]
    case 'input':
      return [{ element: one.element, path: ['element'] }]
    default:
      return []
  }
}
