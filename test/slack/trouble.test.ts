import assert from 'node:assert/strict'
import { actionIds, buttonId, callbackIds, inputIds } from '../../views/action-ids.ts'
import { en } from '../../views/text/en.ts'
import { ja } from '../../views/text/ja.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

describe('when something is broken', () => {
  let team: Team
  const cause = new Error('the table is away')
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  /** The person was told a reference, and the log has the cause under it. */
  function assertExplained(told: unknown, expected: unknown = cause) {
    const [report, ...others] = team.takeReports()
    assert.deepEqual(others, [])
    assert.equal(report?.error, expected)
    assert.ok(words({ told }).includes(en.unexpected({ reference: `\`${report?.reference}\`` })), words({ told }))
  }

  describe('the table', () => {
    it('a command is answered with a reference', async () => {
      team.broken.store = cause
      for (const text of ['list', 'show plum', 'sleep plum', 'new']) assertExplained(await team.ben.testsite(text))
    })

    it('so is a command in Japanese', async () => {
      team.broken.store = cause
      const told = words(await team.aki.testsite('一覧'))
      const [report] = team.takeReports()
      assert.ok(told.includes(ja.unexpected({ reference: `\`${report?.reference}\`` })))
    })

    it('a click is answered with a reference', async () => {
      const card = await team.card('plum')
      team.broken.store = cause
      assertExplained(await team.ben.clicks(card, buttonId('sleep')))
      assertExplained(await team.ben.clicks(card, buttonId('change-password')))
      assertExplained(await team.ben.clicks(card, buttonId('extend'), { pick: 'Pick a date…' }))
      assert.deepEqual(team.ben.screen().modals, [])
    })

    it('a click in the App Home opens a modal with a reference', async () => {
      await team.ben.opensHome()
      const { load } = team.store
      team.store.load = () => Promise.reject(cause)
      await team.ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Sleep' })
      assertExplained(team.ben.modal().view)
      team.store.load = load
    })

    it('a form stays beneath the explanation, to be sent again', async () => {
      const { ben } = team
      await ben.testsite('new fig acme/website#main')
      await ben.fills({ [inputIds.password]: 'correct horse' })
      team.broken.store = cause
      await ben.submits()
      assertExplained(ben.modal().view)
      assert.equal(ben.screen().modals.length, 2)
      await team.workspace.close(ben.id, ben.modal().id)
      team.broken.store = undefined
      assert.equal(ben.holds(inputIds.password), 'correct horse')
      assert.match(words(await ben.submits()), /\*fig\* is on its way/)
    })

    it('so does a form about a site', async () => {
      const { ben } = team
      await ben.clicks(await team.card('plum'), buttonId('change-password'))
      await ben.fills({ [inputIds.password]: 'correct horse' })
      team.broken.store = cause
      await ben.submits()
      assertExplained(ben.modal().view)
      assert.equal(ben.screen().modals.length, 2)
    })

    it('who used the shortcut is told directly', async () => {
      team.broken.store = cause
      await team.ben.shortcut(callbackIds.createShortcut)
      const message = team.ben.screen().messages.at(-1)
      assert.match(message?.channel ?? '', /^D/)
      assertExplained(message)
    })

    it('a page of a list that cannot be had leaves the one before', async () => {
      for (let index = 0; index < 15; index += 1) await team.has(`fig-${index}`)
      const list = (await team.ben.testsite('list')) ?? assert.fail('no list')
      team.broken.store = cause
      assertExplained(await team.ben.clicks(list, actionIds.nextPage))
      assert.ok(
        team.ben
          .screen()
          .messages.some(({ ts, blocks }) => ts === list.ts && words({ blocks }) === words({ blocks: list.blocks })),
      )
    })
  })

  describe('Slack', () => {
    const isOver = (error: unknown) => error instanceof Error && 'code' in error

    it('a form that cannot be opened is explained', async () => {
      team.broken.slack = (method) => method === 'views.open'
      const told = await team.ben.testsite('new')
      const [report] = team.reports
      assert.ok(isOver(report?.error))
      assertExplained(told, report?.error)
    })

    it('of all, commands are answered, in the language of the workspace', async () => {
      team.broken.slack = () => true
      assert.match(words(await team.aki.testsite('show plum')), /\*Ready\*/)
      assert.match(words(await team.aki.testsite('show fig')), /There's no site named/)
    })

    it('what was clicked is done, though nobody can be told', async () => {
      const card = await team.card('plum')
      // Slack is back when the reconciler edits the card.
      const telling = ['response_url', 'chat.postEphemeral', 'conversations.open', 'views.open']
      team.broken.slack = (method) => telling.includes(method)
      assert.equal(await team.ben.clicks(card, buttonId('sleep')), undefined)
      assert.match(words(await team.card('plum')), /\*Asleep\*/)
      assert.ok(team.takeReports().length > 0)
    })

    it('a shortcut or Home that can neither be opened nor explained is reported', async () => {
      team.broken.slack = () => true
      await team.ben.shortcut(callbackIds.createShortcut)
      assert.ok(team.takeReports().length > 0)
      await team.ben.opensHome()
      assert.ok(team.takeReports().length > 0)
    })

    it('a changed password that nobody can be told of is shown where the form was', async () => {
      const { ben } = team
      await ben.clicks(await team.card('plum'), buttonId('change-password'))
      team.broken.slack = (method) => method === 'chat.postEphemeral' || method === 'conversations.open'
      await ben.submits()
      assert.match(words(ben.modal().view), /Password: `/)
      assert.equal(team.takeReports().length, 1)
    })

    it('who somebody is: they are answered in the language of the workspace, until it is back', async () => {
      const japanese = await aTeam({ locale: 'ja' })
      japanese.broken.slack = (method) => method === 'users.info'
      assert.ok(words(await japanese.ben.testsite('help')).includes(ja.help.title))
      japanese.broken.slack = () => false
      assert.ok(words(await japanese.ben.testsite('help')).includes(en.help.title))
      await japanese.close()
    })
  })

  it('the language of a person is asked for once an hour', async () => {
    const asked = () => team.calls.filter(({ method }) => method === 'users.info').length
    for (let index = 0; index < 3; index += 1) await team.ben.testsite('help')
    assert.equal(asked(), 1)
    team.clock.advance(60 * 60 * 1000)
    await team.ben.testsite('help')
    assert.equal(asked(), 2)
  })

  it('what everybody sees is in the language of the workspace', async () => {
    const japanese = await aTeam({ locale: 'ja' })
    await japanese.has('plum')
    assert.match(words(await japanese.card('plum')), /\*公開中\*/)
    assert.match(words(japanese.inThreads()), /準備ができました/)
    await japanese.close()
  })
})
