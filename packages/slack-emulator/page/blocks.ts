import type { ContextBlock, ImageBlock, InputBlock, KnownBlock, SectionBlock } from '@slack/types'
import { type BlockElement, elementsIn } from '../src/block-kit/elements-of.ts'
import type { PageContext } from './page-context.ts'
import { h, newId, setAttribute } from './dom.ts'
import { createField } from './elements/field.ts'
import { renderElement } from './elements/render-element.ts'
import { renderText } from './render-mrkdwn.ts'
import { syncChildren } from './sync-children.ts'
import type { BlockProps } from './surfaces.ts'

/** Shows these blocks in `parent`. What didn't change isn't touched. */
export function syncBlocks(parent: HTMLElement, blocks: KnownBlock[], props: BlockProps, context: PageContext): void {
  props.surface.retain(blocks)
  syncChildren(
    parent,
    blocks.map((block, index) => ({
      key: block.block_id ?? `block ${index}`,
      digest: JSON.stringify([props.day, block]),
      build: () => renderBlock(block, props, context),
      update: (element) => {
        if (block.type === 'input') showError(element, props.errors?.[block.block_id ?? ''])
      },
    })),
  )
}

function renderBlock(block: KnownBlock, props: BlockProps, context: PageContext): HTMLElement {
  switch (block.type) {
    case 'section':
      return renderSection(block, props, context)
    case 'header':
      return h('h3', { class: 'block header' }, block.text.text)
    case 'context':
      return renderContext(block, context)
    case 'image':
      return renderImage(block)
    case 'divider':
      return h('hr', { class: 'block' })
    case 'actions': {
      const elements = elementsIn(block).map((element) => rendered(element, block, props, context))
      return h('div', { class: 'block actions' }, ...elements)
    }
    case 'input':
      return renderInput(block, props, context)
    default:
      return h('p', { class: 'block unknown' }, block.type)
  }
}

function renderSection(block: SectionBlock, props: BlockProps, context: PageContext): HTMLElement {
  const { text, fields } = block
  const words = h(
    'div',
    { class: 'words' },
    text && h('div', { class: 'text' }, ...renderText(text, context)),
    fields &&
      h(
        'div',
        { class: 'fields' },
        ...fields.map((field) => h('div', { class: 'text' }, ...renderText(field, context))),
      ),
  )
  const [accessory] = elementsIn(block)
  const label = text?.text.slice(0, 75)
  return h('div', { class: 'block section' }, words, accessory && rendered(accessory, block, props, context, label))
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

function rendered(
  element: BlockElement,
  block: KnownBlock,
  { surface, values = {} }: BlockProps,
  context: PageContext,
  label?: string,
): HTMLElement {
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '' }
  const field = createField({ element, at, surface, values, ...(label !== undefined && { label }) }, context)
  return renderElement(element, field, context)
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
