import * as z from 'zod'
import type { ViewValues } from '../workspace.ts'

const id = z.string().min(1).max(255)
const text = z.string().max(40_000)

const picked = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('button') }),
  z.strictObject({ type: z.literal(['static_select', 'external_select', 'overflow']), value: text }),
  z.strictObject({ type: z.literal('datepicker'), date: z.string().max(10) }),
  z.strictObject({ type: z.literal('users_select'), user: id }),
  z.strictObject({ type: z.literal(['conversations_select', 'channels_select']), channel: id }),
  z.strictObject({ type: z.literal('plain_text_input'), text }),
  z.strictObject({ type: z.literal('checkboxes'), values: z.array(text).max(10) }),
  z.strictObject({ type: z.literal('multi_static_select'), values: z.array(text).max(100) }),
])

const values: z.ZodType<ViewValues> = z.record(id, z.record(id, picked.nullable()))
const element = z.strictObject({ blockId: id, actionId: id })
const container = z.union([
  z.strictObject({ message: z.strictObject({ channel: id, ts: id, unfurl: z.exactOptional(z.int().positive()) }) }),
  z.strictObject({ viewId: id }),
  z.strictObject({ home: z.literal(true) }),
])
/** Who acts. */
const as = id

export const schemas = {
  say: z.strictObject({ as, channel: id, text, threadTs: id.optional() }),
  command: z.strictObject({ as, channel: id, command: id, text }),
  shortcut: z.strictObject({ as, callbackId: id }),
  openHome: z.strictObject({ as }),
  act: z.strictObject({ as, container, element, picked, state: values }),
  suggest: z.strictObject({ as, container, element, query: z.string().max(3000), state: values }),
  submit: z.strictObject({ as, viewId: id, state: values }),
  close: z.strictObject({ as, viewId: id }),
  skip: z.strictObject({
    ms: z
      .int()
      .positive()
      .max(366 * 24 * 3600 * 1000),
  }),
  skipToNext: z.strictObject({}),
}
