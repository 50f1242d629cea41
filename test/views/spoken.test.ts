import assert from 'node:assert/strict'
import type { BlockElement } from '@pokopoko/slack-emulator/testing'
import { buttonId } from '../../views/action-ids.ts'
import { cardFacts } from '../../src/site/card.ts'
import { cardMessage } from '../../views/card.ts'
import { home } from '../../views/home.ts'
import { aViewContext, locales } from './a-view-context.ts'
import { elementIn, elementsIn } from './elements.ts'
import { everyHome, everyMessage, everyModal } from './every-view.ts'
import { siteIn } from './sites.ts'

/** What a screen reader says of it; a menu in a message has only what it shows. */
function nameOf(element: BlockElement): string | undefined {
  if (element.type === 'button') return element.accessibility_label ?? element.text.text
  return element.type === 'static_select' ? element.placeholder?.text : undefined
}

function namesIn(view: object): string[] {
  assert.ok('blocks' in view && Array.isArray(view.blocks))
  return elementsIn({ ...view, blocks: view.blocks }).flatMap((element) => nameOf(element) ?? [])
}

for (const locale of locales) {
  describe(`what screen readers say of buttons, ${locale}`, () => {
    const viewContext = aViewContext(locale)
    for (const [title, draw] of Object.entries({ ...everyMessage, ...everyModal, ...everyHome })) {
      it(`is another for each: ${title}`, () => {
        const names = namesIn(draw(viewContext))
        assert.deepEqual([...new Set(names)], names)
      })
    }

    it('has the words that they show, and the site that they are about', () => {
      const site = siteIn('ready')
      const buttons = elementsIn(
        cardMessage({ ...cardFacts(site, viewContext.policy), id: site.id }, viewContext),
      ).filter((element) => element.type === 'button')
      assert.ok(buttons.length >= 4)
      for (const { text, accessibility_label: label = '' } of buttons) {
        assert.ok(label.includes(text.text) && label.includes(site.name), `${text.text}: ${label}`)
      }
    })
  })
}

describe('what screen readers say in rows of sites', () => {
  const view = (locale: 'en' | 'ja') =>
    home(
      { mine: [siteIn('ready'), siteIn('asleep', { name: 'fig' })], expiringSoon: [], archived: [], more: false },
      aViewContext(locale),
    )

  it('names the site, in either language', () => {
    const said = (locale: 'en' | 'ja') => namesIn(view(locale))
    for (const name of ['Extend plum', 'Extend fig', 'Open plum', 'Wake fig']) {
      assert.ok(said('en').includes(name), name)
    }
    for (const name of ['plum を延長', 'fig をスリープ解除']) assert.ok(said('ja').includes(name), name)
  })

  it('still says what a button does where the name is as long as can be', () => {
    const site = { ...siteIn('ready'), name: 'n'.repeat(63) }
    const card = cardMessage({ ...cardFacts(site, aViewContext('en').policy), id: site.id }, aViewContext('en'))
    const element = elementIn(card, buttonId('change-password'))
    assert.match((element.type === 'button' && element.accessibility_label) || '', /^Password of n{63}$/)
  })
})
