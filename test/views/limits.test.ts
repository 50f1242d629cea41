import assert from 'node:assert/strict'
import type { KnownBlock } from '@slack/types'
import { checkHome, checkMessageBlocks, checkModal } from '@pokopoko/slack-emulator/testing'
import { aViewContext, locales } from './a-view-context.ts'
import { everyHome, everyMessage, everyModal } from './every-view.ts'

for (const locale of locales) {
  const viewContext = aViewContext(locale, { machines: 'embedded' })

  describe(`views within the limits of Block Kit, ${locale}`, () => {
    for (const [title, draw] of Object.entries(everyMessage)) {
      it(`message: ${title}`, () => {
        const { text, blocks } = asMessage(draw(viewContext))
        checkMessageBlocks(blocks)
        assert.match(text, /\S/)
        assertHarmless(JSON.stringify({ text, blocks }))
      })
    }
    for (const [title, draw] of Object.entries(everyModal)) {
      it(`modal: ${title}`, () => {
        checkModal(draw(viewContext))
      })
    }
    for (const [title, draw] of Object.entries(everyHome)) {
      it(`App Home: ${title}`, () => {
        const view = draw(viewContext)
        checkHome(view)
        assertHarmless(JSON.stringify(view))
      })
    }
  })
}

function asMessage(drawn: object): { text: string; blocks: KnownBlock[] } {
  assert.ok('text' in drawn && typeof drawn.text === 'string')
  assert.ok('blocks' in drawn && Array.isArray(drawn.blocks))
  checkMessageBlocks(drawn.blocks)
  return { text: drawn.text, blocks: drawn.blocks }
}

/** Of {@link HOSTILE} nothing has become more than words. */
function assertHarmless(json: string): void {
  assert.doesNotMatch(json, /<!(?:channel|here|everyone)|<https:\/\/evil|\u202E|\\n> quoted/)
}
