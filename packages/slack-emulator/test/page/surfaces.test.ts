import assert from 'node:assert/strict'
import type { KnownBlock } from '@slack/types'
import { createSurface, createSurfaces } from '../../page/surfaces.ts'

const name = { blockId: 'name', actionId: 'it' }
const size = { blockId: 'size', actionId: 'it' }
const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value })
const label = { type: 'plain_text' as const, text: 'x' }
const nameInput: KnownBlock = {
  type: 'input',
  block_id: 'name',
  label,
  element: { type: 'plain_text_input', action_id: 'it' },
}
const sizeInput = (...values: string[]): KnownBlock => ({
  type: 'input',
  block_id: 'size',
  label,
  element: { type: 'static_select', action_id: 'it', options: values.map(option) },
})

describe('surfaces', () => {
  it('are the same for the same container', () => {
    const surfaces = createSurfaces()
    surfaces.at({ viewId: 'V1' }).setValue(name, { type: 'plain_text_input', text: 'x' })
    assert.deepEqual(surfaces.at({ viewId: 'V1' }).value(name), { type: 'plain_text_input', text: 'x' })
    assert.equal(surfaces.at({ viewId: 'V2' }).value(name), undefined)
  })

  it('keep values while their element is there', () => {
    const surface = createSurface({ viewId: 'V1' })
    surface.setValue(name, { type: 'plain_text_input', text: 'typed' })
    surface.setValue(size, { type: 'static_select', value: 'small' })
    const update = (blocks: KnownBlock[]) => surface.retain(blocks)
    update([nameInput, sizeInput('small', 'large')])
    assert.deepEqual(Object.keys(surface.values()), ['name', 'size'])
    update([nameInput, sizeInput('large')])
    assert.deepEqual(surface.values(), { name: { it: { type: 'plain_text_input', text: 'typed' } } })
    update([sizeInput('large')])
    assert.deepEqual(surface.values(), {})
  })

  it('tell emptied elements from unchanged ones', () => {
    const surface = createSurface({ home: true })
    surface.setValue(size, null)
    assert.equal(surface.value(size), null)
    assert.equal(surface.value(name), undefined)
  })
})
