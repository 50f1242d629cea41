import type {
  Button,
  ChannelsSelect,
  Checkboxes,
  ConversationsSelect,
  Datepicker,
  ExternalSelect,
  KnownBlock,
  Overflow,
  PlainTextInput,
  StaticSelect,
  UsersSelect,
} from '@slack/types'

/** The elements that can be shown. */
export type BlockElement =
  | Button
  | ChannelsSelect
  | Checkboxes
  | ConversationsSelect
  | Datepicker
  | ExternalSelect
  | Overflow
  | PlainTextInput
  | StaticSelect
  | UsersSelect

const SHOWN: ReadonlySet<string> = new Set<BlockElement['type']>([
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'external_select',
  'overflow',
  'plain_text_input',
  'static_select',
  'users_select',
])

const isShown = (element: { type: string }): element is BlockElement => SHOWN.has(element.type)

/** The elements of a block that people can work with. */
export function elementsIn(block: KnownBlock): BlockElement[] {
  const all: { type: string }[] =
    block.type === 'actions'
      ? block.elements
      : block.type === 'input'
        ? [block.element]
        : block.type === 'section' && block.accessory !== undefined
          ? [block.accessory]
          : []
  return all.filter(isShown)
}
