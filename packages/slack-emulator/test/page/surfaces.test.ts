import assert from 'node:assert/strict'
import type { KnownBlock } from '@slack/types'
import { createSurface, createSurfaces } from '../../page/surfaces.ts'
import { isStillThere } from '../../page/typed-values.ts'

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
  it('are the same for the same place', () => {
    const surfaces = createSurfaces()
    surfaces.at({ viewId: 'V1' }).setDraft(name, { type: 'plain_text_input', text: 'x' })
    assert.deepEqual(surfaces.at({ viewId: 'V1' }).draft(name), { type: 'plain_text_input', text: 'x' })
    assert.equal(surfaces.at({ viewId: 'V2' }).draft(name), undefined)
  })

  it('keep what is typed over updates that leave its element there', () => {
    const surface = createSurface({ viewId: 'V1' })
    surface.setDraft(name, { type: 'plain_text_input', text: 'typed' })
    surface.setDraft(size, { type: 'static_select', value: 'small' })
    const update = (blocks: KnownBlock[]) => surface.keep((at, picked) => isStillThere(blocks, at, picked))
    update([nameInput, sizeInput('small', 'large')])
    assert.deepEqual(Object.keys(surface.state()), ['name', 'size'])
    update([nameInput, sizeInput('large')])
    assert.deepEqual(surface.state(), { name: { it: { type: 'plain_text_input', text: 'typed' } } })
    update([sizeInput('large')])
    assert.deepEqual(surface.state(), {})
  })

  it('tell what was emptied from what was not touched', () => {
    const surface = createSurface({ home: true })
    surface.setDraft(size, null)
    assert.equal(surface.draft(size), null)
    assert.equal(surface.draft(name), undefined)
  })
})
