import assert from 'node:assert/strict'
import sinon from 'sinon'
import { inputIds } from '../../views/action-ids.ts'
import { LimitError, PermanentError } from '../../src/site/errors.ts'
import { NOTHING_PICKED } from '../../views/no-offer.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

describe('type-aheads of the create form', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.ben.testsite()
  })
  afterEach(() => team.close())

  it('offer repositories', async () => {
    const { ben } = team
    assert.deepEqual(await ben.offered(inputIds.repository, ''), ['acme/website', 'acme/shop-api'])
    assert.deepEqual(await ben.offered(inputIds.repository, 'SHOP'), ['acme/shop-api'])
    assert.match(only(await ben.offered(inputIds.repository, 'nothing')), /^Nothing found\./)
  })

  it('offer branches of the repository that was picked, and none before', async () => {
    const { ben } = team
    assert.match(only(await ben.offered(inputIds.branch, '')), /repository first/)
    await ben.fills({ [inputIds.repository]: 'acme/website' })
    assert.deepEqual(await ben.offered(inputIds.branch, ''), ['main', 'spring'])
    await ben.fills({ [inputIds.repository]: 'acme/shop-api' })
    assert.deepEqual(await ben.offered(inputIds.branch, 'dev'), ['develop'])
    assert.match(only(await ben.offered(inputIds.branch, 'nothing')), /Branch not found/)
  })

  it('offer teams', async () => {
    assert.deepEqual(await team.ben.offered(inputIds.sshTeam, 'design'), ['designers'])
    assert.match(only(await team.ben.offered(inputIds.sshTeam, 'nobody')), /Team not found/)
  })

  const troubles: [Error, RegExp][] = [
    [new PermanentError('code-host-denied'), /rejected my credentials/],
    [new PermanentError('code-host-not-installed'), /isn't installed/],
    [new LimitError('too much'), /rate-limiting me/],
    [new Error('down'), /isn't responding/],
  ]
  for (const [error, why] of troubles) {
    it(`say why they offer nothing at ${error.message}, and the log says it, too`, async () => {
      team.broken.codeHost = error
      for (const id of [inputIds.repository, inputIds.sshTeam]) {
        assert.match(only(await team.ben.offered(id, '')), why)
        assert.deepEqual(
          team.takeReports().map(({ error: reported }) => reported),
          [error],
        )
      }
    })
  }

  it("say it in the person's language, and what is picked of that is nothing", async () => {
    await team.aki.testsite('new plum')
    assert.match(only(await team.aki.offered(inputIds.repository, 'nothing')), /^見つかりません。/)
    await team.aki.fills({ [inputIds.repository]: NOTHING_PICKED })
    assert.match(only(await team.aki.offered(inputIds.branch, '')), /^先にリポジトリを/)
    await team.aki.fills({ [inputIds.branch]: NOTHING_PICKED })
    await team.aki.submits()
    assert.deepEqual(Object.keys(team.aki.errors()).toSorted(), ['branch', 'repository'])
  })

  it('leave the form as it is when the branches cannot be asked for', async () => {
    const { ben } = team
    await ben.fills({ [inputIds.name]: 'plum' })
    await ben.offered(inputIds.repository, '')
    const { branches } = team.codeHost
    team.codeHost.branches = () => Promise.reject(new Error('the code host is away'))
    await ben.fills({ [inputIds.repository]: 'acme/website' })
    assert.deepEqual(
      ['name', 'repository', 'branch'].map((id) => ben.holds(id)),
      ['plum', 'acme/website', undefined],
    )
    assert.equal(team.takeReports().length, 1)
    team.codeHost.branches = branches
    assert.deepEqual(await ben.offered(inputIds.branch, ''), ['main', 'spring'])
  })

  it('do not keep a form from being sent while the code host is down: the set-up asks again', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/website#main')
    team.broken.codeHost = new Error('the code host is away')
    assert.match(words(await ben.submits()), /Password/)
    assert.equal(team.takeReports().length, 1)
    assert.equal((await team.site('plum')).spec.branch, 'main')
  })

  describe('while the code host is slow', () => {
    let timers: sinon.SinonFakeTimers
    beforeEach(() => {
      timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true })
    })
    afterEach(() => timers.restore())
    const never = () => new Promise<never>(() => {})

    it('offer nothing, before Slack gives up', async () => {
      team.codeHost.repositories = never
      const offered = team.ben.offered(inputIds.repository, '')
      await timers.tickAsync(2900)
      assert.match(only(await offered), /isn't responding/)
      assert.match(words(team.takeReports().map(({ error }) => String(error))), /took longer/)
    })

    it('let a form be sent, before Slack gives up', async () => {
      await team.ben.testsite('new plum acme/website#main')
      const asked = new Promise<void>((resolve) => {
        team.codeHost.exists = () => {
          resolve()
          return never()
        }
      })
      const submitted = team.ben.submits()
      await asked
      await timers.tickAsync(1600)
      assert.match(words(await submitted), /Password/)
      assert.equal(team.takeReports().length, 1)
    })
  })
})

function only(offered: string[]): string {
  assert.equal(offered.length, 1)
  return offered[0] ?? ''
}
