import { randomBytes } from 'node:crypto'
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

export type Element =
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

export interface PlacedElement {
  blockId: string
  actionId: string
  element: Element
  /** Set when it stands in an input block. */
  input?: { optional: boolean; dispatches: boolean }
}

const supported: ReadonlySet<string> = new Set<Element['type']>([
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

/** All elements that people can work with, in order. The blocks must have been through {@link withIds}. */
export function elementsOf(blocks: KnownBlock[]): PlacedElement[] {
  return blocks.flatMap((block) => elementsIn(block).map((element) => place(block, element)))
}

export function findElement(
  blocks: KnownBlock[],
  at: { blockId: string; actionId: string },
): PlacedElement | undefined {
  return elementsOf(blocks).find(({ blockId, actionId }) => blockId === at.blockId && actionId === at.actionId)
}

/** Blocks and elements without an id get one, as Slack does. */
export function withIds(blocks: KnownBlock[]): KnownBlock[] {
  const named = structuredClone(blocks)
  for (const block of named) {
    block.block_id ??= randomId()
    for (const element of elementsIn(block)) element.action_id ??= randomId()
  }
  return named
}

function elementsIn(block: KnownBlock): Element[] {
  const all: { type: string }[] =
    block.type === 'actions'
      ? block.elements
      : block.type === 'input'
        ? [block.element]
        : block.type === 'section' && block.accessory !== undefined
          ? [block.accessory]
          : []
  return all.filter(isSupported)
}

function place(block: KnownBlock, element: Element): PlacedElement {
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '', element }
  if (block.type !== 'input') return at
  return { ...at, input: { optional: block.optional === true, dispatches: block.dispatch_action === true } }
}

function isSupported(element: { type: string }): element is Element {
  return supported.has(element.type)
}

function randomId(): string {
  return randomBytes(4).toString('base64url')
}
