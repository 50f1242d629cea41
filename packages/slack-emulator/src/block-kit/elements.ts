import * as z from 'zod'
import {
  calendarDate,
  checkboxOption,
  confirm,
  id,
  option,
  optionGroup,
  overflowOption,
  plainText,
  url,
} from './composition.ts'

/**
 * The elements that the workspace page can show, with their limits.
 * Source: Slack's "Block Kit: block elements" reference.
 */

const actionId = { action_id: id.optional() }
const common = { ...actionId, confirm: confirm.optional() }
const menu = { ...common, focus_on_load: z.boolean().optional(), placeholder: plainText(150).optional() }
const style = z.enum(['primary', 'danger'])

export const button = z.strictObject({
  ...common,
  type: z.literal('button'),
  text: plainText(75),
  url: url.optional(),
  value: z.string().min(1).max(2000).optional(),
  style: style.optional(),
  accessibility_label: z.string().min(1).max(75).optional(),
})

export const staticSelect = z
  .strictObject({
    ...menu,
    type: z.literal('static_select'),
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_option: option.optional(),
  })
  .superRefine((select, context) => {
    const options = optionsIn(select, context)
    if (select.initial_option !== undefined && !contains(options, select.initial_option)) {
      context.addIssue({ code: 'custom', message: 'must be one of the options', path: ['initial_option'] })
    }
  })

export const multiStaticSelect = z
  .strictObject({
    ...menu,
    type: z.literal('multi_static_select'),
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_options: z.array(option).min(1).max(100).optional(),
    max_selected_items: z.number().int().min(1).optional(),
  })
  .superRefine((select, context) => {
    const options = optionsIn(select, context)
    select.initial_options?.forEach((initial, index) => {
      if (contains(options, initial)) return
      context.addIssue({ code: 'custom', message: 'must be one of the options', path: ['initial_options', index] })
    })
  })

export const externalSelect = z.strictObject({
  ...menu,
  type: z.literal('external_select'),
  initial_option: option.optional(),
  min_query_length: z.number().int().nonnegative().optional(),
})

export const usersSelect = z.strictObject({
  ...menu,
  type: z.literal('users_select'),
  initial_user: z.string().min(1).optional(),
})

export const conversationsSelect = z.strictObject({
  ...menu,
  type: z.literal('conversations_select'),
  initial_conversation: z.string().min(1).optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .refine((filter) => Object.keys(filter).length > 0, 'must not be empty')
    .optional(),
})

export const channelsSelect = z.strictObject({
  ...menu,
  type: z.literal('channels_select'),
  initial_channel: z.string().min(1).optional(),
  response_url_enabled: z.boolean().optional(),
})

export const overflow = z.strictObject({
  ...common,
  type: z.literal('overflow'),
  options: z.array(overflowOption).min(1).max(5),
})

export const datepicker = z.strictObject({
  ...menu,
  type: z.literal('datepicker'),
  initial_date: calendarDate.optional(),
})

export const checkboxes = z
  .strictObject({
    ...common,
    type: z.literal('checkboxes'),
    focus_on_load: z.boolean().optional(),
    options: z.array(checkboxOption).min(1).max(10),
    initial_options: z.array(checkboxOption).min(1).max(10).optional(),
  })
  .superRefine((boxes, context) => {
    boxes.initial_options?.forEach((initial, index) => {
      if (contains(boxes.options, initial)) return
      context.addIssue({ code: 'custom', message: 'must be one of the options', path: ['initial_options', index] })
    })
  })

export const plainTextInput = z
  .strictObject({
    ...actionId,
    type: z.literal('plain_text_input'),
    focus_on_load: z.boolean().optional(),
    placeholder: plainText(150).optional(),
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    dispatch_action_config: z
      .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
      .optional(),
  })
  .superRefine((input, context) => {
    if ((input.min_length ?? 0) > (input.max_length ?? 3000)) {
      context.addIssue({ code: 'custom', message: 'must not be more than max_length', path: ['min_length'] })
    }
    if ((input.initial_value?.length ?? 0) > (input.max_length ?? 3000)) {
      context.addIssue({ code: 'custom', message: 'must not be longer than max_length', path: ['initial_value'] })
    }
  })

interface Options {
  options?: unknown[] | undefined
  option_groups?: { options: unknown[] }[] | undefined
}

/** Those of a select; an issue unless it has either options or groups of them. */
function optionsIn({ options, option_groups: groups }: Options, context: z.RefinementCtx): unknown[] {
  if ((options === undefined) === (groups === undefined)) {
    context.addIssue({ code: 'custom', message: 'must provide either options or option_groups' })
  }
  return options ?? groups?.flatMap((group) => group.options) ?? []
}

/** Slack compares the whole option, not only its value. */
function contains(options: unknown[], wanted: unknown): boolean {
  return options.some((one) => sameJson(one, wanted))
}

function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const left = new Map(Object.entries(a))
  const right = new Map(Object.entries(b))
  return left.size === right.size && [...left].every(([key, one]) => right.has(key) && sameJson(one, right.get(key)))
}
