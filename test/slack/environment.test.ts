import assert from 'node:assert/strict'
import { actionIds, callbackIds } from '../../views/action-ids.ts'
import { ELSEWHERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

describe('the environment of a site, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const delivered = () => {
    const { job } = team.machines.jobs().findLast((one) => one.job.kind === 'environment') ?? assert.fail('no job')
    return 'environment' in job ? job.environment : undefined
  }
  const submits = async (set: string, remove = '') => {
    await team.ben.fills({ set, ...(remove !== '' && { remove }) })
    return team.ben.submits()
  }

  it('is set by the form in the card’s menu', async () => {
    await team.ben.clicks(await team.card('plum'), actionIds.more, { pick: 'Environment…' })
    assert.match(JSON.stringify(team.ben.modal().view), /\*plum\* has no variables yet/)
    assert.match(words(await submits('API_KEY=secret-1\nQUOTED="a # b"')), /\*plum\* is getting its new environment/)
    assert.deepEqual(delivered(), { API_KEY: 'secret-1', QUOTED: 'a # b' })
    assert.match(words(await team.card('plum')), /<@U0BEN> changed its environment: `API_KEY, QUOTED`/)
  })

  it('is set by the form that a command opens, which lists names and hides values', async () => {
    await team.ben.testsite('environment plum')
    await submits('API_KEY=secret-1\nMODE=secret-2')
    assert.equal(await team.aki.testsite('env plum'), undefined)
    const { view } = team.aki.modal()
    assert.equal(view.callback_id, callbackIds.operationForm)
    assert.match(JSON.stringify(view), /`API_KEY` `MODE`/)
    await team.aki.fills({ set: 'API_KEY=secret-3', remove: 'MODE' })
    await team.aki.submits()
    assert.deepEqual(delivered(), { API_KEY: 'secret-3' })
    for (const member of [team.aki, team.ben, team.chie]) assert.doesNotMatch(member.reads(), /secret-/)
    assert.doesNotMatch(JSON.stringify([await team.site('plum'), team.lines(), team.calls]), /secret-/)
  })

  const mistakes: [what: string, set: string, remove: string, field: string, says: RegExp][] = [
    ['a line that is none', 'A=1\nsecret-1', '', 'set', /can't read line 2/],
    ['a name of pokopoko’s', 'PORT=secret-1', '', 'set', /`?PORT`? is set by pokopoko/],
    ['nothing', '# secret-1', '', 'set', /Enter a variable/],
    ['too much', `A=secret-1${'x'.repeat(2990)}`, '', 'set', /4096 bytes/],
    ['a name that is not there', 'A=secret-1', 'secret_1', 'remove', /One of these names isn't set/],
  ]
  for (const [what, set, remove, field, says] of mistakes) {
    it(`tells of ${what} at its input, and repeats nothing`, async () => {
      if (what === 'too much') {
        await team.ben.testsite('environment plum')
        await submits(`B=${'y'.repeat(2000)}`)
      }
      const before = await team.site('plum')
      await team.ben.testsite('environment plum')
      assert.equal(await submits(set, remove), undefined)
      assert.match(team.ben.errors()[field] ?? '', says)
      assert.doesNotMatch(team.ben.errors()[field] ?? '', /secret/)
      assert.deepEqual(await team.site('plum'), before)
    })
  }

  it('is not taken from a command, and not repeated', async () => {
    const answer = words(await team.ben.testsite('environment plum A=secret-1'))
    assert.match(answer, /Others might see what's in a command/)
    assert.doesNotMatch(answer, /secret-1/)
    assert.equal((await team.site('plum')).spec.environment, undefined)
  })

  it('is for the site’s channel, its owner and admins', async () => {
    assert.match(
      words(await team.aki.testsite('environment plum', ELSEWHERE)),
      /担当者（ <@U0BEN> さん）と管理者だけです/,
    )
  })

  it('keeps nothing where somebody else may not change it', async () => {
    await team.aki.testsite('environment plum')
    await team.ben.testsite('delete-without-archive plum')
    await team.ben.submits()
    await submitsAs(team)
    assert.deepEqual(team.environments.all(), {})
  })
})

async function submitsAs(team: Team) {
  await team.aki.fills({ set: 'A=secret-1' })
  await team.aki.submits()
}
