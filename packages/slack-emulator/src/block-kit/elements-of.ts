import type {
  Button,
  ChannelsSelect,
  Checkboxes,
  ConversationsSelect,
  Datepicker,
  ExternalSelect,
  KnownBlock,
  MultiStaticSelect,
  Overflow,
  PlainTextInput,
  StaticSelect,
  UsersSelect,
} from '@slack/types'

export type BlockElement =
  | Button
  | ChannelsSelect
  | Checkboxes
  | ConversationsSelect
  | Datepicker
  | ExternalSelect
  | MultiStaticSelect
  | Overflow
  | PlainTextInput
  | StaticSelect
  | UsersSelect

export interface LocatedElement {
  blockId: string
  actionId: string
  element: BlockElement
  /** Set when it is in an input block. */
  input?: { optional: boolean; dispatches: boolean }
}

const supported: ReadonlySet<string> = new Set<BlockElement['type']>([
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'external_select',
  'multi_static_select',
  'overflow',
  'plain_text_input',
  'static_select',
  'users_select',
])

/** All elements that people can work with, in order. The blocks need their ids: {@link withIds}. */
export function elementsOf(blocks: KnownBlock[]): LocatedElement[] {
  return blocks.flatMap((block) => elementsIn(block).map((element) => locate(block, element)))
}

export function findElement(
  blocks: KnownBlock[],
  at: { blockId: string; actionId: string },
): LocatedElement | undefined {
  return elementsOf(blocks).find(({ blockId, actionId }) => blockId === at.blockId && actionId === at.actionId)
}

/**
 * Blocks and elements without an id get one, as Slack does.
 * @param before what they replace: what looks the same there keeps its id, so that a click at that moment still counts
 */
export function withIds(blocks: KnownBlock[], before: KnownBlock[] = []): KnownBlock[] {
  const named = structuredClone(blocks)
  const taken = new Set(named.map(({ block_id: id }) => id))
  for (const block of named) {
    block.block_id ??= idBefore(block, before, taken) ?? randomId()
    taken.add(block.block_id)
    for (const element of elementsIn(block)) element.action_id ??= randomId()
  }
  return named
}

function idBefore(block: KnownBlock, before: KnownBlock[], taken: ReadonlySet<string | undefined>): string | undefined {
  const elements = elementsIn(block)
  // What was typed into an input is only kept under an id that the app gave it.
  if (elements.length === 0 || block.type === 'input') return undefined
  const looks = JSON.stringify(elements)
  const isSame = (one: KnownBlock) => one.type === block.type && JSON.stringify(elementsIn(one)) === looks
  return before.find((one) => !taken.has(one.block_id) && isSame(one))?.block_id
}

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
  return all.filter(isSupported)
}

function locate(block: KnownBlock, element: BlockElement): LocatedElement {
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '', element }
  if (block.type !== 'input') return at
  return { ...at, input: { optional: block.optional === true, dispatches: block.dispatch_action === true } }
}

function isSupported(element: { type: string }): element is BlockElement {
  return supported.has(element.type)
}

function randomId(): string {
  return crypto.randomUUID().slice(0, 8)
}
