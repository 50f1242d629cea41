import assert from 'node:assert/strict'
import { usageText } from '../../../src/cli/usage-text.ts'
import { permissionsSetting } from '../../../src/config.ts'
import { aTerminal } from '../../cli/a-terminal.ts'
import { ELSEWHERE, HERE } from '../../slack/a-slack.ts'
import { aTeam, type Team } from '../../slack/a-team.ts'
import { words } from '../../slack/member.ts'
import { note } from './note.ts'

/** Runs where `note` is in the table: see `add-operation.test.ts`. */
describe('an operation that was added', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { permissions: { note: 'channel' } } })
    await team.has('plum')
  })
  afterEach(() => team.close())

  const lastLine = async () => (await team.site('plum')).history[0]

  it('is a command in Slack, by each of its words', async () => {
    for (const word of [note.name, ...note.words]) {
      const answer = await team.chie.testsite(`${word} plum Ask me first`)
      assert.match(words(answer), /Noted at \*plum\*: `Ask me first`/)
      const { by, action, to } = (await lastLine()) ?? assert.fail()
      assert.deepEqual({ by, action, to }, { by: 'U0CHIE', action: 'note', to: 'Ask me first' })
    }
    assert.match(words(await team.aki.testsite('メモ plum 先に連絡を')), /\*plum\* にメモを残しました： `先に連絡を`/)
  })

  it('is on the card as the last change, and does nothing there', async () => {
    await team.ben.testsite('note plum <!channel>')
    assert.match(words(await team.card('plum')), /<@U0BEN> noted: `&lt;!channel&gt;`/)
  })

  it('is offered for a slip, and by help, in either language', async () => {
    assert.match(
      words(await team.ben.testsite('notte plum x')),
      /Did you mean `\/testsite note NAME \[TEXT\]`\? Leaves/,
    )
    assert.match(words(await team.ben.testsite('help')), /\/testsite note NAME \[TEXT\]`\\nLeaves a note for others\./)
    assert.match(words(await team.aki.testsite('help')), /\/testsite note サイト名 \[メモ\]`\\nほかの人へのメモ/)
  })

  it('has a form, for words that are left out', async () => {
    assert.equal(await team.aki.testsite('memo plum'), undefined)
    assert.match(words(team.aki.modal().view), /サイトのメモ.*メモの内容/)
    await team.aki.fills({ text: '触らないで' })
    assert.match(words(await team.aki.submits()), /メモを残しました/)
    assert.equal((await lastLine())?.to, '触らないで')
  })

  it('is refused to whom it is not for, by command and in its form', async () => {
    const refused = /only the owner \(<@U0BEN>\) and admins can leave a note at `plum`\. Everyone else can do it in <#/
    assert.match(words(await team.chie.testsite('note plum x', ELSEWHERE)), refused)
    assert.match(words(await team.chie.testsite('note plum', ELSEWHERE)), refused)
    assert.match(words(await team.aki.testsite('note plum x', ELSEWHERE)), /へのメモ/)
    assert.deepEqual(permissionsSetting.parse({ note: 'admins' }), { note: 'admins' })
  })

  it('is refused when it is not possible', async () => {
    await team.ben.confirms('delete plum')
    assert.match(
      words(await team.ben.testsite('note plum x', HERE)),
      /can't leave a note at `plum` right now: it's arch/,
    )
  })

  it('is a command in a terminal, with usage in either language', async () => {
    const terminal = await aTerminal()
    const { exitCode, stdout } = await terminal.type('memo plum Ask aki first --as nadia')
    assert.deepEqual([exitCode, stdout], [0, 'Noted at plum: Ask aki first\n'])
    assert.match((await terminal.type('show plum')).stdout, /nadia noted: Ask aki first/)
    const { stderr } = await terminal.type('note plum')
    assert.match(stderr, /TEXT is missing/)
    assert.match(usageText('en'), / {2}pokopoko note NAME TEXT\n {6}Leaves a note for others\./)
    assert.match(usageText('ja'), / {2}pokopoko note サイト名 メモ\n/)
    assert.match((await terminal.type('show plum --json')).stdout, /"operations": \[[^\]]*"note"/)
  })
})
