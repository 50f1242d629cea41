import assert from 'node:assert/strict'
import { operations } from '../../src/site/operations/all.ts'
import { buttonIds } from '../../views/action-ids.ts'
import { textOf } from '../../views/operation-text.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { aTerminal } from '../cli/a-terminal.ts'
import { HERE } from '../slack/a-slack.ts'
import { aTeam } from '../slack/a-team.ts'
import { words } from '../slack/member.ts'
import { aViewContext, locales } from './a-view-context.ts'
import { elementsIn } from './elements.ts'
import { everyHome, everyMessage } from './every-view.ts'

const LANG = { en: 'en_GB.UTF-8', ja: 'ja_JP.UTF-8' }

for (const locale of locales) {
  const viewContext = aViewContext(locale)
  let elements: ReturnType<typeof drawnElements> | undefined
  for (const operation of operations.filter(({ confirms }) => confirms)) {
    const { question = () => assert.fail() } = textOf(operation.name, viewContext).confirmation ?? {}

    describe(`${operation.name} asks whether it is meant, ${locale}`, () => {
      it('at each of its buttons, in messages and in the App Home', () => {
        for (const { title, element } of (elements ??= drawnElements(viewContext))) {
          if (!('action_id' in element) || !buttonIds(operation).includes(element.action_id ?? '')) continue
          const asked = 'confirm' in element ? element.confirm?.title?.text : undefined
          const [first = ''] = question({ site: '|' }).split('|')
          assert.ok(asked !== undefined && asked.length > first.length && asked.startsWith(first), title)
        }
      })

      it('by each of its words, in Slack and in a terminal', async () => {
        const team = await aTeam()
        const at = await aTerminal()
        const person = locale === 'ja' ? team.aki : team.ben
        await team.has('plum', { owner: person.id })
        // There is something to revoke.
        await person.testsite('share plum Aoyama', HERE)
        await at.type('share plum Aoyama', {})
        const before = await team.site('plum')
        for (const word of [operation.name, ...operation.words]) {
          assert.equal(await person.testsite(`${word} plum`, HERE), undefined, word)
          assert.ok(words(person.modal().view).includes(question({ site: 'plum' })), word)
          await person.cancels()
          const typed = await at.type(`${word} plum`, { isTTY: true, input: '\n', env: { LANG: LANG[locale] } })
          assert.ok(typed.stderr.includes(question({ site: 'plum' })), typed.stderr)
          assert.equal(typed.exitCode, 1)
        }
        assert.deepEqual(await team.site('plum'), before)
        assert.equal((await at.site()).spec.desired, 'up')
        await team.close()
      })
    })
  }
}

/** Of all messages and App Homes. */
function drawnElements(viewContext: ViewContext) {
  return Object.entries({ ...everyMessage, ...everyHome }).flatMap(([title, draw]) => {
    const view = draw(viewContext)
    assert.ok('blocks' in view && Array.isArray(view.blocks))
    return [...elementsIn({ ...view, blocks: view.blocks })].map((element) => ({ title, element }))
  })
}
