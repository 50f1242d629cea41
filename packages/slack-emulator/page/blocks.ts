import type { ContextBlock, ImageBlock, InputBlock, KnownBlock, SectionBlock } from '@slack/types'
import { type BlockElement, elementsIn } from '../src/block-kit/elements-of.ts'
import type { ElementAt } from './api.ts'
import type { PageContext } from './page-context.ts'
import { h, newId, setAttribute } from './dom.ts'
import { createField, dataAt } from './elements/field.ts'
import { renderElement } from './elements/render-element.ts'
import { type AnyText, renderText } from './render-mrkdwn.ts'
import { type KeyedChild, syncChildren } from './sync-children.ts'
import type { BlockProps } from './surfaces.ts'

/** Shows these blocks in `parent`. What didn't change isn't touched. */
export function syncBlocks(parent: HTMLElement, blocks: KnownBlock[], props: BlockProps, context: PageContext): void {
  const keys = new Set<string>()
  syncChildren(
    parent,
    blocks.map((block) => {
      let key = keyOf(block)
      while (keys.has(key)) key += ' again'
      keys.add(key)
      return { key, ...childOf(block, props, context) }
    }),
  )
  props.surface.retain(blocks)
}

/**
 * Where the app gives a block no id, it has another after each change. What names it then is its menu, which
 * stays open while the rest changes.
 */
function keyOf(block: KnownBlock): string {
  if (block.type === 'input') return `input ${block.block_id ?? ''}`
  const menu = elementsIn(block).find(({ type }) => type !== 'button')
  return menu === undefined ? block.type : `${block.type} ${JSON.stringify(menu)}`
}

function childOf(block: KnownBlock, props: BlockProps, context: PageContext): Omit<KeyedChild, 'key'> {
  const whole = (build: () => HTMLElement) => ({ digest: JSON.stringify([props.day, block]), build })
  const inParts = (type: string, parts: KeyedChild[]): Omit<KeyedChild, 'key'> => ({
    digest: type,
    build: () => h('div', { class: `block ${type}` }),
    update: (element) => syncChildren(element, parts),
  })
  switch (block.type) {
    case 'section':
      return inParts('section', partsOf(block, props, context))
    case 'actions':
      return inParts(
        'actions',
        elementsIn(block).map((element) => inBlock(element, block, props, context)),
      )
    case 'header':
      return whole(() => h('h3', { class: 'block header' }, block.text.text))
    case 'context':
      return whole(() => renderContext(block, context))
    case 'image':
      return whole(() => renderImage(block))
    case 'divider':
      return whole(() => h('hr', { class: 'block' }))
    case 'input':
      return {
        ...whole(() => renderInput(block, props, context)),
        update: (element) => showError(element, props.errors?.[block.block_id ?? '']),
      }
    default:
      return whole(() => h('p', { class: 'block unknown' }, block.type))
  }
}

function partsOf(block: SectionBlock, props: BlockProps, context: PageContext): KeyedChild[] {
  const { text, fields } = block
  const textOf = (one: AnyText) => h('div', { class: 'text' }, ...renderText(one, context))
  const build = () =>
    h('div', { class: 'words' }, text && textOf(text), fields && h('div', { class: 'fields' }, ...fields.map(textOf)))
  const words = { key: 'words', digest: JSON.stringify([props.day, text, fields]), build }
  return [words, ...elementsIn(block).map((one) => inBlock(one, block, props, context, text?.text.slice(0, 75)))]
}

function renderImage(block: ImageBlock): HTMLElement {
  const id = 'slack_file' in block && 'id' in block.slack_file ? block.slack_file.id : ''
  const title = block.title && h('figcaption', {}, block.title.text)
  return h('figure', { class: 'block image' }, title, h('img', { src: `/files/${id}`, alt: block.alt_text }))
}

function renderContext({ elements }: ContextBlock, context: PageContext): HTMLElement {
  const texts = elements.map((element) =>
    'text' in element ? h('div', { class: 'text' }, ...renderText(element, context)) : undefined,
  )
  return h('div', { class: 'block context' }, ...texts)
}

/** Where what is shown sends its clicks. */
const places = new WeakMap<HTMLElement, ElementAt>()

/** @param blockLabel names elements that have no words of their own */
function inBlock(
  element: BlockElement,
  block: KnownBlock,
  { surface, values = {}, day }: BlockProps,
  context: PageContext,
  blockLabel?: string,
): KeyedChild {
  const hasWords = element.type === 'button' || element.type === 'overflow' || 'placeholder' in element
  const label = hasWords ? undefined : blockLabel
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '' }
  return {
    key: at.actionId,
    digest: JSON.stringify([element, label, element.type === 'checkboxes' && day]),
    build: () => {
      const own = { ...at }
      const field = createField({ element, at: own, surface, values, ...(label !== undefined && { label }) }, context)
      const shown = renderElement(element, field, context)
      places.set(shown, own)
      return shown
    },
    update: (shown) => {
      const before = places.get(shown)
      if (before === undefined || before.blockId === at.blockId) return
      const held = surface.value(before)
      if (held !== undefined) surface.setValue(at, held)
      before.blockId = at.blockId
      const control = shown.matches('[data-at]') ? shown : shown.querySelector('[data-at]')
      control?.setAttribute('data-at', dataAt(at))
    },
  }
}

/** An input with its label and hint. */
function renderInput(block: InputBlock, { surface, values = {} }: BlockProps, context: PageContext): HTMLElement {
  const [element] = elementsIn(block)
  if (element === undefined) return h('p', { class: 'block unknown' }, block.element.type)
  const id = newId()
  const labelId = newId()
  const isGroup = element.type === 'checkboxes' || element.type === 'multi_static_select'
  const hint = block.hint && h('p', { class: 'hint', id: newId() }, block.hint.text)
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '' }
  const attributes = {
    id,
    'aria-describedby': hint?.id,
    'data-hint': hint?.id,
    'aria-labelledby': isGroup ? labelId : undefined,
  }
  const input = { dispatches: block.dispatch_action === true, attributes }
  const field = createField({ element, at, surface, values, label: block.label.text, input }, context)
  const label = h(
    isGroup ? 'span' : 'label',
    { class: 'label', id: labelId, ...(!isGroup && { for: id }) },
    block.label.text,
    block.optional === true && h('span', { class: 'optional' }, ` ${context.words.optional}`),
  )
  return h('div', { class: 'block input' }, label, renderElement(element, field, context), hint)
}

/** Shows an input's error. */
function showError(block: HTMLElement, error: string | undefined): void {
  const control = block.querySelector<HTMLElement>('[data-at]')
  const shown = block.querySelector('.error')
  if (control === null || (shown?.textContent ?? undefined) === error) return
  shown?.remove()
  const line = error === undefined ? undefined : h('p', { class: 'error', id: newId() }, error)
  if (line !== undefined) block.append(line)
  const described = [line?.id, control.dataset['hint']].filter((id) => id !== undefined).join(' ')
  setAttribute(control, 'aria-invalid', line === undefined ? undefined : 'true')
  setAttribute(control, 'aria-describedby', described === '' ? undefined : described)
}
