import type { InputBlock, PlainTextOption } from '@slack/types'
import { serviceIds, serviceNames } from '../src/site/service-names.ts'
import { TICKED } from '../src/site/site-settings.ts'
import { option } from './blocks.ts'
import { plain, truncate } from './mrkdwn.ts'

export interface InputWords {
  label: string
  hint?: string
  optional?: boolean
}

/** An input block; block_id and action_id are the same word unless said otherwise. */
export function input(
  { label, hint, optional }: InputWords,
  element: InputBlock['element'] & { action_id: string },
  more: Partial<InputBlock> = {},
): InputBlock {
  return {
    type: 'input',
    block_id: element.action_id,
    label: plain(label, 2000),
    element,
    ...(hint !== undefined && { hint: plain(hint, 2000) }),
    ...(optional === true && { optional }),
    ...more,
  }
}

interface TextChoices {
  initial?: string | undefined
  placeholder?: string
  focus?: boolean
  multiline?: boolean
}

/** Slack takes no initial value over this length. */
const MAX_INITIAL = 3000

export function textInput(
  words: InputWords,
  actionId: string,
  { initial = '', placeholder, focus, multiline }: TextChoices = {},
): InputBlock {
  return input(words, {
    type: 'plain_text_input',
    action_id: actionId,
    ...(initial !== '' && { initial_value: truncate(initial, MAX_INITIAL) }),
    ...(placeholder !== undefined && { placeholder: plain(placeholder, 150) }),
    ...(multiline === true && { multiline }),
    ...(focus === true && { focus_on_load: true }),
  })
}

/** A box to tick. */
export function checkbox(label: string, actionId: string, meaning: string, isTicked: boolean): InputBlock {
  const options = [option(TICKED, meaning)]
  return input(
    { label, optional: true },
    { type: 'checkboxes', action_id: actionId, options, ...(isTicked && { initial_options: options }) },
  )
}

/** Boxes for the services, and for what else can be ticked. `ticked` are ids. */
export function servicesInput(
  words: InputWords,
  actionId: string,
  ticked: readonly string[],
  ...others: { id: string; label: string }[]
): InputBlock {
  const services = serviceIds.map((id) => ({ id, label: serviceNames[id] }))
  const options = [...services, ...others].map(({ id, label }) => option(id, label))
  const initial = options.filter(({ value = '' }) => ticked.includes(value))
  const element = { type: 'checkboxes' as const, action_id: actionId, options }
  return input(words, { ...element, ...(initial.length > 0 && { initial_options: initial }) })
}

/** The one asked for, else the first: a catalogue lists the usual choice first. */
export function catalogueSelect(actionId: string, choices: { id: string; label: string }[], asked: string | undefined) {
  const options = choices.map(({ id, label }) => option(id, label))
  const initial = options.find(({ value }) => value === asked) ?? options[0]
  return { type: 'static_select' as const, action_id: actionId, options, ...(initial && { initial_option: initial }) }
}

/** Channels; the one where the form is opened, if none is given. */
export function channelSelect(actionId: string, initial: string | undefined) {
  return {
    type: 'conversations_select' as const,
    action_id: actionId,
    filter: {
      include: ['public', 'private', 'mpim'] satisfies ('public' | 'private' | 'mpim')[],
      exclude_bot_users: true,
    },
    ...(initial === undefined ? { default_to_current_conversation: true } : { initial_conversation: initial }),
  }
}

/** A type-ahead. */
export function externalSelect(actionId: string, placeholder: string, initial: PlainTextOption | undefined) {
  return {
    type: 'external_select' as const,
    action_id: actionId,
    min_query_length: 0,
    placeholder: plain(placeholder, 150),
    ...(initial && { initial_option: initial }),
  }
}

/** Slack's limits for options. */
export const MAX_OPTIONS = 100
const MAX_OPTION_VALUE = 150

/** Names to pick from, as an answer to a request for options. Names too long for Slack cannot be offered. */
export function selectOptions(names: string[]): { options: PlainTextOption[] } {
  return { options: names.flatMap((name) => nameOption(name) ?? []).slice(0, MAX_OPTIONS) }
}

export function nameOption(name: string | undefined): PlainTextOption | undefined {
  if (name === undefined || name === '' || name.length > MAX_OPTION_VALUE) return undefined
  return option(name, truncate(name, 75))
}
