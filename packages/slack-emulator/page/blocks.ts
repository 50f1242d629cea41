import type { ContextBlock, KnownBlock, SectionBlock } from '@slack/types'
import type { BlockSetting } from './block-setting.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { renderElement } from './elements.ts'
import { createField } from './elements/field.ts'
import { type BlockElement, elementsIn } from './block-element.ts'
import { renderInput, showError } from './input-block.ts'
import { renderText } from './render-mrkdwn.ts'
import { syncChildren } from './sync-children.ts'
import { isStillThere } from './typed-values.ts'

/** Makes `parent` show those blocks. What did not change stays untouched. */
export function syncBlocks(parent: HTMLElement, blocks: KnownBlock[], setting: BlockSetting, desk: PageContext): void {
  setting.surface.keep((at, picked) => isStillThere(blocks, at, picked))
  syncChildren(
    parent,
    blocks.map((block, index) => ({
      key: block.block_id ?? `block ${index}`,
      digest: JSON.stringify([setting.day, block]),
      build: () => renderBlock(block, setting, desk),
      update: (element) => {
        if (block.type === 'input') showError(element, setting.errors?.[block.block_id ?? ''])
      },
    })),
  )
}

function renderBlock(block: KnownBlock, setting: BlockSetting, desk: PageContext): HTMLElement {
  switch (block.type) {
    case 'section':
      return renderSection(block, setting, desk)
    case 'header':
      return h('h3', { class: 'block header' }, block.text.text)
    case 'context':
      return renderContext(block, desk)
    case 'divider':
      return h('hr', { class: 'block' })
    case 'actions': {
      const elements = elementsIn(block).map((element) => placed(element, block, setting, desk))
      return h('div', { class: 'block actions' }, ...elements)
    }
    case 'input':
      return renderInput(block, setting, desk)
    default:
      return h('p', { class: 'block unknown' }, block.type)
  }
}

function renderSection(block: SectionBlock, setting: BlockSetting, desk: PageContext): HTMLElement {
  const { text, fields } = block
  const words = h(
    'div',
    { class: 'words' },
    text && h('div', { class: 'text' }, ...renderText(text, desk)),
    fields &&
      h('div', { class: 'fields' }, ...fields.map((field) => h('div', { class: 'text' }, ...renderText(field, desk)))),
  )
  const [accessory] = elementsIn(block)
  const label = text?.text.slice(0, 75)
  return h('div', { class: 'block section' }, words, accessory && placed(accessory, block, setting, desk, label))
}

function renderContext({ elements }: ContextBlock, desk: PageContext): HTMLElement {
  const texts = elements.map((element) =>
    'text' in element ? h('div', { class: 'text' }, ...renderText(element, desk)) : undefined,
  )
  return h('div', { class: 'block context' }, ...texts)
}

function placed(
  element: BlockElement,
  block: KnownBlock,
  { surface, values = {} }: BlockSetting,
  desk: PageContext,
  label?: string,
): HTMLElement {
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '' }
  const field = createField({ element, at, surface, values, ...(label !== undefined && { label }) }, desk)
  return renderElement(element, field, desk)
}
