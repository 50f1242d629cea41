import assert from 'node:assert/strict'
import { option } from '@pokopoko/slack-emulator/testing'
import { checkBranch, checkRepository } from '../../src/site/source.ts'
import { selectOptions } from '../../views/inputs.ts'
import { NOTHING_PICKED, offeredOptions } from '../../views/no-offer.ts'
import { noOffers } from '../../views/text/no-offer.ts'
import { aViewContext, locales } from './a-view-context.ts'

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

describe('offeredOptions', () => {
  for (const locale of locales) {
    for (const why of noOffers) {
      it(`says whole why there are none: ${why}, ${locale}`, () => {
        const viewContext = aViewContext(locale)
        const { options } = offeredOptions([], why, viewContext)
        assert.deepEqual(
          options.map(({ text, value }) => [text.text, value]),
          [[viewContext.texts.noOffer[why], NOTHING_PICKED]],
        )
        assert.ok(option.safeParse(options[0]).success)
        assert.deepEqual(offeredOptions(why, 'no-team', viewContext), { options })
      })
    }
  }

  it('has a value that can be no repository, branch or team', () => {
    assert.throws(() => checkRepository(NOTHING_PICKED))
    assert.throws(() => checkBranch(NOTHING_PICKED))
  })
})
