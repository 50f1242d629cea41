import type { ChannelsSelect, ConversationsSelect, StaticSelect, UsersSelect } from '@slack/types'
import type { Channel, Picked, Screen } from '../../src/workspace.ts'
import type { PageContext } from '../page-context.ts'
import { h } from '../dom.ts'
import { initialOf } from '../../src/values.ts'
import type { Field } from './field.ts'

type Select = StaticSelect | UsersSelect | ConversationsSelect | ChannelsSelect

interface Choice {
  value: string
  text: string
}

/** A native list. Outside of forms, one without an initial option is a menu of actions: it empties itself. */
export function renderSelect(element: Select, field: Field, context: PageContext): HTMLElement {
  const placeholder = element.placeholder?.text
  const label = field.isInput ? undefined : (placeholder ?? field.label)
  const changed = async () => {
    if (control.value === '') return field.hold(null)
    const picked = pickedOf(element.type, control.value)
    field.hold(picked)
    await field.act(control, picked)
    if (field.isInput || initialOf(element) !== null) return
    control.value = ''
    field.hold(null)
  }
  const control = h('select', { ...field.attributes, 'aria-label': label, change: () => void changed() })
  control.append(
    h('option', { value: '' }, placeholder ?? context.words.choose),
    ...optionsOf(element, context.screen()),
  )
  const held = field.value()
  control.value = (held && valueOf(held)) ?? ''
  // The option is gone.
  if (control.selectedIndex < 0) control.value = ''
  control.autofocus = element.focus_on_load === true
  return h('span', { class: field.isInput ? 'select' : 'select as-button' }, control)
}

function optionsOf(element: Select, screen: Pick<Screen, 'people' | 'channels'>): HTMLElement[] {
  if (element.type !== 'static_select') return choicesOf(element, screen).map(optionOf)
  const toOption = ({ value = '', text }: { value?: string; text: { text: string } }) =>
    optionOf({ value, text: text.text })
  if (element.options !== undefined) return element.options.map(toOption)
  return (element.option_groups ?? []).map(({ label, options }) =>
    h('optgroup', { label: label?.text }, ...options.map(toOption)),
  )
}

function optionOf({ value, text }: Choice): HTMLElement {
  return h('option', { value }, text)
}

function kindOf({ members, directWith, isMpim = false }: Channel): 'im' | 'mpim' | 'public' | 'private' {
  if (directWith !== undefined) return 'im'
  if (isMpim) return 'mpim'
  return members === undefined ? 'public' : 'private'
}

function choicesOf(
  element: Exclude<Select, StaticSelect>,
  { people, channels }: Pick<Screen, 'people' | 'channels'>,
): Choice[] {
  if (element.type === 'users_select') {
    return people.filter(({ isBot = false }) => !isBot).map(({ id, realName }) => ({ value: id, text: realName }))
  }
  const kinds = element.type === 'channels_select' ? ['public'] : element.filter?.include
  return channels
    .filter(({ archived = false }) => !archived)
    .filter((channel) => kinds === undefined || kinds.some((one) => one === kindOf(channel)))
    .map(({ id, name, directWith }) => ({ value: id, text: `${directWith === undefined ? '#' : '@'}${name}` }))
}

function pickedOf(type: Select['type'], value: string): Picked {
  switch (type) {
    case 'static_select':
      return { type, value }
    case 'users_select':
      return { type, user: value }
    case 'conversations_select':
    case 'channels_select':
      return { type, channel: value }
  }
}

function valueOf(picked: Picked): string | undefined {
  if ('value' in picked) return picked.value
  if ('user' in picked) return picked.user
  return 'channel' in picked ? picked.channel : undefined
}
