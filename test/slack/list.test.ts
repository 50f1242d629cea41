import assert from 'node:assert/strict'
import { actionIds } from '../../views/action-ids.ts'
import { SITES_PER_PAGE } from '../../views/site-list.ts'
import { ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const names = (message: unknown) =>
  [...words({ message }).matchAll(/https:\/\/([a-z0-9-]+)\.test/g)].map(([, name = '']) => name)

describe('/testsite list', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  it('lists my own, all, those of the channel, and the archive', async () => {
    const { aki, ben } = team
    await team.has('plum')
    await team.has('pear', { owner: aki.id })
    await team.has('fig', { channel: ELSEWHERE })
    await team.has('quince')
    await ben.confirms('delete quince')
    assert.deepEqual(names(await ben.testsite('list')).toSorted(), ['fig', 'plum', 'quince'])
    assert.deepEqual(names(await aki.testsite('list mine')), ['pear'])
    assert.deepEqual(names(await ben.testsite('list ALL')).toSorted(), ['fig', 'pear', 'plum'])
    assert.deepEqual(names(await ben.testsite('list channel', ELSEWHERE)), ['fig'])
    assert.deepEqual(names(await ben.testsite('list archived')), ['quince'])
    assert.match(words(await aki.testsite('一覧 保管')), /アーカイブ済みのテストサイト.*quince/)
  })

  it('says how to make one where there is none', async () => {
    assert.match(words(await team.ben.testsite('list')), /You have no test sites.*`\/testsite create`/)
    assert.match(words(await team.aki.testsite('一覧 全部')), /テストサイトはまだありません/)
    assert.match(words(await team.ben.testsite('list archived')), /no archived test sites/)
  })

  it('answers an unknown kind of list with those there are', async () => {
    assert.match(words(await team.ben.testsite('list theirs')), /`\/testsite list \[mine\|all\|channel\|archived\]`/)
  })

  it('names those whose records cannot be read', async () => {
    await team.has('plum')
    const { list } = team.store
    team.slackDeps.store.list = async (...query) => ({ ...(await list(...query)), unreadable: ['pear'] })
    assert.match(words(await team.ben.testsite('list all')), /couldn't read these.*`pear`/)
  })

  it('lists a site in the channel where its card is', async () => {
    await team.has('plum', { channel: HERE })
    assert.deepEqual(names(await team.chie.testsite('list channel', HERE)), ['plum'])
    assert.deepEqual(names(await team.chie.testsite('list channel', ELSEWHERE)), [])
  })
})

describe('long lists', () => {
  let team: Team
  afterEach(() => team.close())

  for (const kind of ['mine', 'all', 'channel']) {
    it(`shows more of ${kind} in the same place, until there is no more`, async () => {
      const all = Array.from({ length: 2 * SITES_PER_PAGE + 1 }, (_, index) => `site-${index}`)
      team = await aTeam({ withoutReconciler: true })
      for (const name of all) await team.has(name)
      const { ben } = team
      const first = await ben.testsite(`list ${kind}`)
      const seen = names(first)
      const shown = () => ben.screen().messages.find(({ ts }) => ts === first?.ts) ?? assert.fail('it is gone')
      for (let page = 0; page < 2; page += 1) {
        assert.equal(await ben.clicks(shown(), actionIds.nextPage), undefined, 'nothing new is posted')
        seen.push(...names(shown()))
      }
      assert.deepEqual(seen.toSorted(), all.toSorted())
      assert.ok(!ben.controls(shown()).includes(actionIds.nextPage))
      assert.equal(shown().ephemeralFor, ben.id)
    })
  }
})
