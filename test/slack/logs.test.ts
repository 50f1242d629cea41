import assert from 'node:assert/strict'
import type { Message } from '@pokopoko/slack-emulator'
import { actionIds } from '../../views/action-ids.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { allSucceed } from '../support/fake-shell.ts'
import { ELSEWHERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

type Member = Team['ben']

describe('logs in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
    write({ web: 'one\ntwo\nthree\n', deploy: 'built\n', worker: '' })
  })
  afterEach(() => team.close())

  function write(logs: Record<string, string>) {
    const [machine] = team.machines.machines()
    assert.ok(machine)
    machine.disk.logs = logs
  }
  const own = ({ id, screen }: Member) =>
    screen().messages.filter(({ ephemeralFor, channel }) => ephemeralFor === id || channel.startsWith('D'))
  /** What they were shown last. */
  const shownTo = (member: Member): Message => own(member).at(-1) ?? assert.fail('nothing was shown')

  it('are shown to who asks, and to nobody else, after a word that they are being read', async () => {
    const told = await team.chie.testsite('logs plum web 2')
    assert.equal(told?.text, 'Reading the logs of *plum*…')
    const shown = shownTo(team.chie)
    assert.equal(shown.text, '*plum*, log `web`, the last 2 lines:')
    assert.match(words(shown), /two\\nthree/)
    assert.doesNotMatch(words(shown), /one/)
    assert.deepEqual([own(team.ben), own(team.aki)], [[], []])
  })

  it('are read by what people type, in any order, and in their language', async () => {
    await team.aki.testsite('ログ plum 1')
    assert.equal(shownTo(team.aki).text, '*plum* の `web` ログ（最後の 1 行）：')
    await team.ben.testsite('logs plum 5 deploy')
    assert.match(words(shownTo(team.ben)), /log `deploy`, the last line:[^]*built/)
    await team.ben.testsite('tail plum worker')
    assert.equal(shownTo(team.ben).text, '*plum*: the log `worker` is empty.')
  })

  it('change nothing, and are kept nowhere', async () => {
    const before = await team.site('plum')
    write({ web: 'a plain word\n' })
    await team.ben.testsite('logs plum')
    assert.deepEqual(await team.site('plum'), before)
    assert.doesNotMatch(JSON.stringify(team.lines()), /a plain word/)
    assert.match(JSON.stringify(team.lines()), /"operation":"logs"/)
  })

  it('come without secrets, and without marks that Slack would obey', async () => {
    write({ web: 'DB_PASSWORD=hunter2 <!channel> ```\n' })
    await team.ben.testsite('logs plum')
    const shown = words(shownTo(team.ben))
    assert.match(shown, /DB_PASSWORD=\*\*\* &lt;!channel&gt; ˋˋˋ/)
    assert.doesNotMatch(shown, /hunter2|<!channel>/)
  })

  it('have no button while nothing is wrong', async () => {
    assert.ok(!team.ben.controls(await team.card('plum')).includes(actionIds.logs))
  })

  it('are for people in the channel of the site, its owner, and admins', async () => {
    const refused = words(await team.chie.testsite('logs plum', ELSEWHERE))
    assert.match(refused, /only .* and admins can read the logs of `plum`/)
    assert.equal(own(team.chie).length, 1)
    for (const member of [team.ben, team.member('U0ADA')]) {
      await member.testsite('logs plum', ELSEWHERE)
      assert.match(shownTo(member).text, /log `web`/)
    }
    const guest = words(await team.member('U0GINA').testsite('logs plum'))
    assert.doesNotMatch(guest, /読み取っています/)
  })

  it('are not read where they cannot be, and people are told what to do', async () => {
    const asked = async (text: string) => words(await team.ben.testsite(text))
    assert.match(await asked('logs'), /Type it like this: `\/testsite logs NAME \[LOG\] \[LINES\]`/)
    assert.match(await asked('logs plun'), /Did you mean `plum`/)
    assert.match(await asked('logs plum ../web'), /don't know what to do with `\.\.\/web`/)
    assert.match(await asked('logs plum web nginx'), /don't know what to do with `nginx`/)
    await team.ben.testsite('logs plum nothing')
    assert.match(shownTo(team.ben).text, /no log named `nothing`\. It has these: `web`, `deploy`, `worker`\./)
    await team.ben.testsite('sleep plum')
    assert.match(await asked('logs plum'), /asleep\. Wake it with `\/testsite wake plum`/)
    await team.ben.confirms('delete plum')
    assert.match(await asked('logs plum'), /Bring it back with `\/testsite restore plum`/)
  })

  it('go as a file to a direct message, whole, to who presses More', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${index} of a log, password=hunter2`)
    write({ web: `${lines.join('\n')}\n` })
    await team.chie.testsite('logs plum')
    await team.chie.clicks(shownTo(team.chie), actionIds.logFile)
    const sent = own(team.chie).find(({ files }) => files !== undefined)
    assert.match(sent?.channel ?? '', /^D/)
    assert.equal(sent?.text, '*plum*, log `web`: up to its last megabyte, without secrets.')
    const [file] = sent?.files ?? []
    assert.equal(file?.title, 'plum-web.log')
    const content = Buffer.from(team.workspace.files.find(file?.id ?? '')?.data ?? '', 'base64').toString()
    assert.match(content, /^line 0 of a log, password=\*\*\*\n[^]*line 2999 of a log, password=\*\*\*\n$/)
    assert.match(shownTo(team.chie).text, /sent you the log `web` of \*plum\* as a file/)
    assert.deepEqual([own(team.ben), own(team.aki)], [[], []])
  })

  it('say so when Slack takes no file', async () => {
    write({ web: 'one\n'.repeat(40) })
    await team.ben.testsite('logs plum')
    team.broken.refusal = (method) => (method === 'files.getUploadURLExternal' ? 'missing_scope' : undefined)
    await team.ben.clicks(shownTo(team.ben), actionIds.logFile)
    assert.match(shownTo(team.ben).text, /ask an admin to reinstall the app/)
    assert.equal(team.takeReports().length, 1)
  })

  it('are read for one person once at a time, and again once that was answered, or has failed', async () => {
    const now = team.clock.now()
    const lease = { holder: 'U0BEN', now, until: now + MINUTE_MS }
    await team.store.takeLease('logs id-plum U0BEN', lease)
    assert.match(words(await team.ben.testsite('logs plum')), /still reading the logs of `plum` for you/)
    await team.chie.testsite('logs plum')
    assert.match(words(shownTo(team.chie)), /three/)
    team.clock.advance(MINUTE_MS)
    for (const _ of [1, 2]) {
      await team.ben.testsite('logs plum')
      assert.match(words(shownTo(team.ben)), /three/)
    }
  })

  it('go to a direct message where Slack shows nothing to one person alone', async () => {
    team.broken.refusal = (method) => (method === 'chat.postEphemeral' ? 'user_not_in_channel' : undefined)
    await team.ben.testsite('logs plum')
    const shown = shownTo(team.ben)
    assert.match(words(shown), /log `web`/)
    assert.match(shown.channel, /^D/)
  })
})

describe('logs of what went wrong, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({
      outcomes: (job, id, disk) =>
        job.kind === 'set-up'
          ? { state: 'failed', reason: 'release-failed', log: '', permanent: true }
          : allSucceed(job, id, disk),
    })
    await team.has('plum')
    const [machine] = team.machines.machines()
    assert.ok(machine)
    machine.disk.logs = { release: 'migrated\n', web: 'x\n' }
  })
  afterEach(() => team.close())
  const shownTo = ({ id, screen }: Member) => screen().messages.findLast(({ ephemeralFor }) => ephemeralFor === id)

  it('are opened by a button on the card, and in its thread', async () => {
    const card = await team.card('plum')
    assert.equal(words(await team.chie.clicks(card, actionIds.logs)).includes('Reading the logs'), true)
    assert.match(words(shownTo(team.chie)), /log `release`[^]*migrated/)
    const notice = team.inThreads().at(-1) ?? assert.fail('nobody was told')
    await team.aki.clicks(notice, actionIds.logs)
    const shown = shownTo(team.aki)
    assert.match(words(shown), /`release` ログ[^]*migrated/)
    assert.equal(shown?.threadTs, card.ts)
  })
})
