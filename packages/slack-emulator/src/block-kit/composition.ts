import * as z from 'zod'
import { isCalendarDate } from '../values.ts'

/**
 * Composition objects with their limits.
 * Source: Slack's "Block Kit: composition objects" reference.
 */

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() })

const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() })

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])

/** Ids (block_id, action_id, callback_id, external_id). */
export const id = z.string().min(1).max(255)

export const url = z
  .string()
  .min(1)
  .max(3000)
  .refine((text) => URL.canParse(text), 'must be a valid URL')

export const calendarDate = z.string().refine((text) => isCalendarDate(text), 'must be a date of the form YYYY-MM-DD')

const value = z.string().min(1).max(150)

/** An option of a select. */
export const option = z.strictObject({ text: plainText(75), value, description: plainText(75).optional() })

export const overflowOption = z.strictObject({ ...option.shape, url: url.optional() })

export const checkboxOption = z.strictObject({ text: anyText(75), value, description: anyText(75).optional() })

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) })

export const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
})
