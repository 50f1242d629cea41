import assert from 'node:assert/strict'
import { recordFact } from '../../src/control/record-fact.ts'
import { patched } from '../../src/control/status-patch.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { buttonId, presetButtonId } from '../../views/action-ids.ts'
import { BOT_TOKEN, ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

/** A Thursday: its warnings come on Monday and on Wednesday. */
const THE_END = Date.parse('2026-11-19T18:00:00+09:00')
const MONDAY = Date.parse('2026-11-16T10:00:00+09:00')
const BUTTONS = [
  ...['1', '3', '7', '14', 'until'].map((choice) => presetButtonId('extend', choice)),
  buttonId('delete'),
]

describe('warnings that come on one morning for one owner', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    for (const name of ['plum', 'fig', 'pear']) await team.has(name, { expiresAt: THE_END })
  })
  afterEach(() => team.close())

  const isWarning = ({ text }: { text: string }) => /will be archived|⏰|✅/u.test(text)
  const together = (index = 0, channel = HERE) =>
    team.inChannel(channel).filter(isWarning)[index] ?? assert.fail('they were not warned of together')
  const alone = (channel = HERE) => team.inThreads(channel).filter(isWarning)
  const comesMonday = () => team.pass(MONDAY - team.clock.now())
  const controls = (site: string, index = 0) => team.ben.controls(together(index), site)

  it('are one message, in the channel itself, with buttons for each site', async () => {
    await comesMonday()
    assert.equal(team.inChannel().filter(isWarning).length, 1)
    assert.deepEqual(alone(), [])
    assert.match(together().text, /^⏰ <@U0BEN>: these sites will be archived soon/)
    for (const name of ['plum', 'fig', 'pear']) {
      assert.match(together().text, new RegExp(`\\*${name}\\*: expires 19 Nov 2026, 18:00 GMT\\+9`))
      assert.deepEqual(controls(name), BUTTONS)
    }
  })

  it('are apart from those of others, of other channels, and of other days', async () => {
    await team.has('quince', { expiresAt: THE_END, owner: 'U0AKI' })
    await team.has('sloe', { expiresAt: THE_END, channel: ELSEWHERE })
    await team.has('medlar', { expiresAt: THE_END + DAY_MS })
    await comesMonday()
    assert.deepEqual(
      alone().map(({ text }) => /<@\w+>: \*\w+\*/.exec(text)?.[0]),
      ['<@U0AKI>: *quince*'],
    )
    assert.equal(alone(ELSEWHERE).length, 1)
    assert.doesNotMatch(words(team.inChannel().filter(isWarning)), /quince|sloe|medlar/)
    await team.pass(DAY_MS)
    assert.match(alone().at(-1)?.text ?? '', /medlar/)
  })

  it('are settled one by one, by whom and however that happens', async () => {
    await comesMonday()
    await team.chie.clicks(together(), presetButtonId('extend', '7'), { site: 'fig' })
    assert.match(together().text, /✅ \*fig\*: <@U0CHIE> extended it until 26 Nov/)
    assert.deepEqual([controls('fig'), controls('plum'), controls('pear')], [[], BUTTONS, BUTTONS])
    await team.ben.confirms('delete-without-archive plum')
    assert.equal(
      team.store.all().some(({ name }) => name === 'plum'),
      false,
    )
    assert.match(together().text, /✅ \*plum\*: <@U0BEN> permanently deleted it/)
    assert.deepEqual([controls('plum'), controls('pear')], [[], BUTTONS])
    await team.ben.clicks(together(), buttonId('delete'), { site: 'pear' })
    assert.deepEqual(team.ben.controls(together()), [])
    assert.doesNotMatch(together().text, /⏰/)
    assert.match(together().text, /✅ \*plum\* is deleted/)
    assert.equal(team.inChannel().filter(isWarning).length, 1)
  })

  it('come again the day before for those that are left, and only there have buttons', async () => {
    await comesMonday()
    await team.ben.testsite('extend fig 14')
    await team.pass(2 * DAY_MS)
    assert.deepEqual(team.ben.controls(together(0)), [])
    assert.deepEqual([controls('plum', 1), controls('pear', 1), controls('fig', 1)], [BUTTONS, BUTTONS, []])
    await team.pass(2 * DAY_MS)
    assert.deepEqual(team.ben.controls(together(1)), [], 'once they have expired')
  })

  it('hold for who takes over a site, whose next warning is apart', async () => {
    await comesMonday()
    await team.ben.testsite('owner plum @aki')
    assert.equal((await team.site('plum')).spec.owner, 'U0AKI')
    assert.deepEqual(controls('plum'), BUTTONS)
    await team.pass(2 * DAY_MS)
    assert.match(alone()[0]?.text ?? '', /<@U0AKI>: \*plum\*/)
    assert.deepEqual([controls('plum', 1), controls('fig', 1)], [[], BUTTONS])
  })

  it('are extended though somebody deletes the message', async () => {
    await comesMonday()
    const { ts } = together()
    await team.workspace.webApi('chat.delete', { channel: HERE, ts }, `Bearer ${BOT_TOKEN}`)
    await team.ben.testsite('extend fig 7')
    assert.equal((await team.site('fig')).status.notifications['expiring']?.resolved, true)
    assert.deepEqual([team.inChannel().filter(isWarning), alone()], [[], []])
  })

  it('are more messages if there are too many for one', async () => {
    for (let number = 1; number <= 20; number++) await team.has(`plum-${number}`, { expiresAt: THE_END })
    await comesMonday()
    await team.pass(MINUTE_MS)
    const messages = team.inChannel().filter(isWarning)
    assert.deepEqual(
      messages.map((message) => team.ben.controls(message).length / BUTTONS.length),
      [20, 3],
    )
  })

  it('are posted once if Slack takes the message and its answer is lost', async () => {
    team.broken.http = (method) => (method === 'chat.postMessage' ? 'lost' : undefined)
    await comesMonday()
    delete team.broken.http
    await team.pass(5 * MINUTE_MS)
    assert.equal(team.inChannel().filter(isWarning).length, 1)
    await team.ben.testsite('extend pear 7')
    assert.deepEqual([controls('pear'), controls('plum'), controls('fig')], [[], BUTTONS, BUTTONS])
  })

  it('go to their owner in one message while the channel refuses the app', async () => {
    team.workspace.changeChannel(HERE, { archived: true })
    await comesMonday()
    const direct = team.workspace.screen('U0BEN').messages.filter(({ channel }) => channel.startsWith('D'))
    const warnings = direct.filter(isWarning)
    assert.equal(warnings.length, 1)
    for (const name of ['plum', 'fig', 'pear']) {
      assert.deepEqual(team.ben.controls(warnings[0] ?? assert.fail(), name), BUTTONS)
    }
  })

  it('that an earlier version posted are settled, too', async () => {
    await comesMonday()
    for (const name of ['plum', 'fig', 'pear']) {
      await recordFact(team.store, name, (site) => {
        const { expiring } = site.status.notifications
        assert.ok(expiring)
        const { sites: _, ...posting } = expiring
        return patched(site, { notifications: { ...site.status.notifications, expiring: posting } })
      })
    }
    await team.ben.testsite('extend fig 7')
    assert.match(together().text, /^✅ \*fig\*: <@U0BEN> extended it/)
  })
})
