import assert from 'node:assert/strict'
import { option } from '../../src/local/slack/block-kit/composition.ts'
import { selectOptions } from '../../views/inputs.ts'

describe('selectOptions', () => {
  it('offers names as they are', () => {
    const { options } = selectOptions(['main', 'feature/x'])
    assert.deepEqual(
      options.map(({ text, value }) => [text.text, value]),
      [
        ['main', 'main'],
        ['feature/x', 'feature/x'],
      ],
    )
  })

  it('stays within the limits: 100 options, no value too long to come back whole', () => {
    const names = ['', 'b'.repeat(151), 'c'.repeat(150), ...Array.from({ length: 200 }, (_, index) => `n${index}`)]
    const { options } = selectOptions(names)
    assert.equal(options.length, 100)
    assert.equal(options[0]?.value, 'c'.repeat(150))
    for (const one of options) assert.ok(option.safeParse(one).success)
  })
})
