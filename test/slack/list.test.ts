import assert from 'node:assert/strict'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
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

  it('answers words that nothing matches with those there are', async () => {
    await team.has('plum')
    assert.match(
      words(await team.ben.testsite('list theirs')),
      /Matching `theirs`.*No site matches.*`\/testsite list \[mine\|all\|channel\|archived\] \[WORDS\]`/,
    )
  })

  it('finds by owner, repository, state, end, and what people called it', async () => {
    const { aki, ben } = team
    const soon = team.clock.now() + 2 * DAY_MS
    await team.has('plum')
    await team.has('pear', { owner: aki.id, repository: 'acme/shop-api', branch: 'develop' })
    await team.has('fig', { owner: aki.id, expiresAt: soon })
    await team.has('quince', { channel: ELSEWHERE })
    await ben.testsite('settings quince')
    await ben.fills({ note: 'For Tanaka Dental, spring campaign' })
    await ben.submits()
    await ben.testsite('sleep pear')
    const found = async (text: string) => names(await ben.testsite(`list ${text}`)).toSorted()
    assert.deepEqual(await found('<@U0AKI|aki>'), ['fig', 'pear'])
    assert.deepEqual(await found('@aki asleep'), ['pear'])
    assert.deepEqual(await found('owner:@aki'), ['fig', 'pear'])
    assert.deepEqual(await found('acme/shop-api'), ['pear'])
    assert.deepEqual(await found('https://github.com/acme/shop-api'), ['pear'])
    assert.deepEqual(await found('up'), ['fig', 'plum', 'quince'])
    assert.deepEqual(await found('mine up'), ['plum', 'quince'])
    assert.deepEqual(await found('channel up'), ['fig', 'plum'])
    assert.deepEqual(await found('EXPIRING'), ['fig'])
    assert.deepEqual(await found('tanaka spring'), ['quince'])
    assert.deepEqual(await found('note:dental'), ['quince'])
    assert.deepEqual(await found('idle'), [])
    await team.pass(2 * DAY_MS - HOUR_MS)
    assert.deepEqual(await found('idle mine'), ['plum', 'quince'])
    assert.deepEqual(names(await aki.testsite('一覧 期限間近')), ['fig'])
  })

  it('finds those that are archived, whosever they are', async () => {
    const { aki, ben } = team
    for (const name of ['plum', 'fig']) await team.has(name)
    await team.has('pear', { owner: aki.id })
    for (const name of ['plum', 'pear']) await ben.confirms(`delete ${name}`)
    assert.deepEqual(names(await ben.testsite('list archived')).toSorted(), ['pear', 'plum'])
    assert.deepEqual(names(await ben.testsite('list archived @aki')), ['pear'])
    assert.deepEqual(names(await ben.testsite('list mine archived')), ['plum'])
  })

  it('says which words it cannot read', async () => {
    const { aki, ben } = team
    assert.match(words(await ben.testsite('list stat:up')), /can't look for `stat:up`. Did you mean `state:up`\?/)
    assert.match(words(await ben.testsite('list state:aslep')), /Did you mean `state:asleep`\?/)
    assert.match(words(await ben.testsite('list owner:')), /can't look for `owner:`\. Before/)
    assert.match(words(await aki.testsite('list up asleep')), /`up` と `asleep` の両方/)
    assert.match(words(await ben.testsite(`list ${'a'.repeat(301)}`)), /Use up to 300 characters/)
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

  for (const kind of ['mine', 'all', 'channel', 'site-', '@ben changing']) {
    it(`shows more of ${kind} in the same place, until there is no more`, async () => {
      const all = Array.from({ length: 2 * SITES_PER_PAGE + 1 }, (_, index) => `site-${index}`)
      team = await aTeam({ withoutReconciler: true })
      for (const name of all) {
        await team.has(name)
        if (/\W/u.test(kind)) await team.has(name.replace('site', 'other'), { owner: team.aki.id })
      }
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
