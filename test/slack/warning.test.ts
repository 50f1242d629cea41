import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { buttonId, presetButtonId } from '../../views/action-ids.ts'
import { BOT_TOKEN, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'
import { plainDay } from '../../views/mrkdwn.ts'
import { aViewContext } from '../views/a-view-context.ts'

/** A Thursday: its warnings come on Monday and on Wednesday. */
const THE_END = Date.parse('2026-11-19T18:00:00+09:00')
const MONDAY = Date.parse('2026-11-16T10:00:00+09:00')
const EXTENSIONS = [
  presetButtonId('extend', '1'),
  presetButtonId('extend', '3'),
  presetButtonId('extend', '7'),
  presetButtonId('extend', '14'),
  presetButtonId('extend', 'until'),
]

describe('an expiry warning', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum', { expiresAt: THE_END })
    await team.pass(MONDAY - team.clock.now())
  })
  afterEach(() => team.close())

  const warnings = () => team.inThreads().filter(({ text }) => !text.includes('is ready'))
  const warning = (index = 0) => warnings()[index] ?? assert.fail('nobody was warned')
  const expiresAt = async () => (await team.site('plum')).spec.expiresAt

  it('mentions the owner in the thread and the channel, and offers to extend or delete', async () => {
    assert.equal(warnings().length, 1)
    const { text, threadTs, broadcast } = warning()
    assert.match(text, /<@U0BEN>: \*plum\* will be archived on 19 Nov 2026, 18:00 GMT\+9/)
    assert.deepEqual([threadTs, broadcast], [(await team.card('plum')).ts, true])
    assert.deepEqual(team.ben.controls(warning()), [...EXTENSIONS, buttonId('delete')])
  })

  it('comes again the day before, if nobody does anything', async () => {
    await team.pass(2 * DAY_MS - 1)
    assert.equal(warnings().length, 1)
    await team.pass(1)
    assert.equal(warnings().length, 2)
  })

  for (const [actionId, lastDay] of [
    [presetButtonId('extend', '1'), '2026-11-20'],
    [presetButtonId('extend', '3'), '2026-11-22'],
    [presetButtonId('extend', '7'), '2026-11-26'],
    [presetButtonId('extend', '14'), '2026-12-03'],
  ] as const) {
    it(`is settled by a click on ${actionId}: it says who did what, and has no buttons`, async () => {
      const answer = await team.chie.clicks(warning(), actionId)
      assert.match(words(answer), /\*plum\* now expires/)
      const to = Date.parse(`${lastDay}T18:00:00+09:00`)
      assert.equal(await expiresAt(), to)
      assert.equal(warnings().length, 1)
      const day = plainDay(lastDay, aViewContext())
      assert.equal(warning().text, `✅ *plum*: <@U0CHIE> extended it until ${day}, 18:00 GMT+9.`)
      assert.deepEqual(team.ben.controls(warning()), [])
    })
  }

  it('is settled by a date', async () => {
    assert.equal(await team.aki.clicks(warning(), presetButtonId('extend', 'until')), undefined)
    await team.aki.fills({ until: '2026-12-24' })
    assert.match(words(await team.aki.submits()), /期限を .* まで延長しました/)
    assert.match(warning().text, /<@U0AKI> extended it until/)
  })

  it('is settled by deleting now', async () => {
    await team.ben.clicks(warning(), buttonId('delete'))
    assert.equal(phaseOf(await team.site('plum')), 'archived')
    assert.match(warning().text, /<@U0BEN> deleted it/)
    assert.deepEqual(team.ben.controls(warning()), [])
  })

  it('is settled by a command and by the clock, too', async () => {
    await team.has('fig', { expiresAt: THE_END })
    await team.pass(0)
    await team.ben.testsite('extend plum 7')
    assert.match(warning(0).text, /✅ \*plum\*: <@U0BEN> extended it/)
    await team.pass(THE_END - team.clock.now())
    const ofFig = warnings().filter(({ text }) => text.includes('fig'))
    assert.match(words(ofFig), /✅ \*fig\*: It expired/)
    assert.equal(phaseOf(await team.site('fig')), 'archived')
  })

  it('extends once when two click at once, and tells the other who was faster', async () => {
    const { channel, ts } = warning()
    const block = warning().blocks?.find(({ type }) => type === 'actions')
    const click = (userId: string, actionId: string) =>
      team.workspace.act(
        userId,
        { message: { channel, ts } },
        { blockId: block?.block_id ?? '', actionId },
        { type: 'button' },
      )
    const notices = await Promise.all([
      click(team.aki.id, presetButtonId('extend', '7')),
      click(team.ben.id, presetButtonId('extend', '7')),
    ])
    assert.deepEqual(notices, [undefined, undefined])
    await team.settle()
    assert.equal(await expiresAt(), Date.parse('2026-11-26T18:00:00+09:00'))
    const answer = [team.aki, team.ben].map(({ id, screen }) =>
      words(screen().messages.filter((one) => one.ephemeralFor === id)),
    )
    const isRefused = (text: string) => /already changed this|さんがすでに期限を変更しました/.test(text)
    assert.equal(answer.filter(isRefused).length, 1, answer.join('\n'))
  })

  it('that is old changes nothing, and tells how things stand', async () => {
    const old = warning()
    await team.aki.testsite('extend plum 1')
    // Slack shows the old buttons for a moment to who has the channel open.
    await team.workspace.webApi(
      'chat.update',
      { channel: HERE, ts: old.ts, text: old.text, blocks: old.blocks },
      `Bearer ${BOT_TOKEN}`,
    )
    const before = await team.site('plum')
    for (const actionId of EXTENSIONS) {
      const answer = words(await team.ben.clicks(warning(), actionId))
      assert.match(answer, /<@U0AKI> already changed this: `plum` expires 20 Nov 2026, 18:00 GMT\+9/)
    }
    assert.deepEqual(team.ben.screen().modals, [])
    assert.deepEqual(await team.site('plum'), before)
  })

  it('comes two hours before for a site that lives less than a day', async () => {
    await team.pass(HOUR_MS)
    await team.has('fig', { expiresAt: Date.parse('2026-11-16T18:00:00+09:00') })
    await team.pass(5 * HOUR_MS - 1)
    assert.ok(!words(warnings()).includes('fig'))
    await team.pass(1)
    assert.match(warnings().at(-1)?.text ?? '', /<@U0BEN>: \*fig\* will be archived/)
  })
})
