import assert from 'node:assert/strict'
import sinon from 'sinon'
import { dateIn } from '../../src/site/calendar.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { actionIds, decodeRef, selectIds } from '../../views/action-ids.ts'
import { HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { type Member, words } from './member.ts'

describe('one action for several sites', () => {
  let team: Team
  afterEach(() => team.close())

  /** Opens the form below the list of these words. */
  const selectsFrom = async (person: Member, list: string) => {
    const message = (await person.testsite(list)) ?? assert.fail('no list')
    return person.clicks(message, actionIds.select)
  }
  /** Those that are chosen before anybody chooses. */
  const sitesIn = (person: Member): string[] => {
    const { blocks } = person.modal().view
    const element = blocks.flatMap((block) => (block.type === 'input' ? [block.element] : []))[0]
    assert.ok(element?.type === 'multi_static_select')
    return (element.initial_options ?? []).map(({ value }) => decodeRef(value)?.name ?? assert.fail(value))
  }

  it('extends 30 sites that were looked for, by one modal, with a line in the history of each', async () => {
    team = await aTeam({ withoutReconciler: true })
    const { aki, ben } = team
    const names = Array.from({ length: 30 }, (_, index) => `site-${index}`)
    const expiresAt = team.clock.now() + 2 * DAY_MS
    for (const name of names) await team.has(name, { owner: aki.id, expiresAt })
    await team.has('other')
    assert.equal(await selectsFrom(ben, 'list expiring'), undefined)
    assert.deepEqual(sitesIn(ben).toSorted(), names.toSorted())
    await ben.fills({ [selectIds.action]: 'Extend 7 days' })
    const answer = await ben.submits()
    assert.equal(ben.screen().modals.length, 0)
    assert.match(words(answer), /\*Extend 7 days\*: done for 30 of 30.*✅ `site-0`.* · expires \d+ Nov 2026/)
    assert.equal(answer?.ephemeralFor, ben.id)
    for (const name of names) {
      const { spec, history } = await team.site(name)
      assert.equal(dateIn(team.policy.timeZone, spec.expiresAt), dateIn(team.policy.timeZone, expiresAt + 7 * DAY_MS))
      assert.deepEqual([history[0]?.action, history[0]?.by], ['extend', ben.id])
      assert.ok(words(answer).includes(`\`${name}\``), name)
    }
    assert.equal((await team.site('other')).history[0]?.action, 'create')
  })

  it('does nothing twice: who sends what somebody else has sent, or sends again, is told so', async () => {
    team = await aTeam()
    const { aki, ben } = team
    for (const name of ['plum', 'fig', 'pear']) await team.has(name)
    await selectsFrom(ben, 'list channel')
    assert.deepEqual(sitesIn(ben), [], 'nothing is chosen for whoever looked for nothing')
    await ben.fills({ [selectIds.sites]: 'plum fig', [selectIds.action]: 'Extend 3 days' })
    await selectsFrom(aki, 'list up')
    await aki.fills({ [selectIds.action]: '3 日延長' })
    await ben.submits()
    const { expiresAt } = (await team.site('plum')).spec
    assert.match(
      words(await aki.submits()),
      /\*3 日延長\*： 3 件中 1 件を受け付けました.*✅ `pear` · 期限.*⚠️ `(?:plum|fig)`, `(?:plum|fig)`: <@U0BEN> さんがすでに期限を変更しました/,
    )
    assert.equal((await team.site('plum')).spec.expiresAt, expiresAt)
  })

  it('asks before it deletes, names the sites, and lets some out', async () => {
    team = await aTeam()
    const { ben } = team
    for (const name of ['plum', 'fig', 'pear']) await team.has(name)
    await selectsFrom(ben, 'list acme/website')
    await ben.fills({ [selectIds.action]: 'Delete' })
    assert.equal(await ben.submits(), undefined)
    assert.match(words(ben.modal().view), /Delete these 3 sites\?.*restore them for 30 days/)
    assert.deepEqual(sitesIn(ben).toSorted(), ['fig', 'pear', 'plum'])
    for (const name of ['plum', 'fig', 'pear']) assert.equal(phaseOf(await team.site(name)), 'ready')
    await ben.fills({ [selectIds.sites]: 'fig pear' })
    assert.match(words(await ben.submits()), /\*Delete\*: done for 2 of 2.*✅ `(?:fig|pear)`, `(?:fig|pear)`/)
    assert.equal(ben.screen().modals.length, 0)
    assert.equal(phaseOf(await team.site('plum')), 'ready')
    for (const name of ['fig', 'pear']) assert.equal(phaseOf(await team.site(name)), 'archived')
  })

  it('deletes nothing for whoever does not go on', async () => {
    team = await aTeam()
    const { ben } = team
    await team.has('plum')
    await selectsFrom(ben, 'list plum')
    await ben.fills({ [selectIds.action]: 'Delete' })
    await ben.submits()
    await ben.cancels()
    assert.equal(ben.screen().modals.length, 0)
    assert.equal(phaseOf(await team.site('plum')), 'ready')
  })

  it('checks for each site who may, and when, and says why not', async () => {
    team = await aTeam({ policy: { permissions: { sleep: 'owner' } } })
    const { aki, ben } = team
    for (const name of ['plum', 'fig', 'pear']) await team.has(name)
    for (const name of ['quince', 'medlar']) await team.has(name, { owner: aki.id })
    for (const name of ['fig', 'pear']) await ben.testsite(`sleep ${name}`)
    await selectsFrom(ben, 'list all')
    await ben.fills({ [selectIds.sites]: 'plum fig pear quince medlar', [selectIds.action]: 'Sleep' })
    const answer = words(await ben.submits())
    assert.match(answer, /done for 1 of 5.*✅ `plum`/)
    assert.match(
      answer,
      /⚠️ `(?:fig|pear)`, `(?:fig|pear)`: You can't put `NAME` to sleep right now: it's asleep. Wake it with `\/testsite wake NAME`/,
    )
    assert.match(
      answer,
      /⚠️ `(?:quince|medlar)`, `(?:quince|medlar)`: Only the owner \(<@U0AKI>\) and admins can put `NAME` to sleep/,
    )
    assert.equal(phaseOf(await team.site('plum')), 'asleep')
    for (const name of ['quince', 'medlar']) assert.equal(phaseOf(await team.site(name)), 'ready')
  })

  it('counts whoever is in the channel of the list among those in the channel', async () => {
    team = await aTeam({ policy: { permissions: { sleep: 'channel' } } })
    await team.has('plum')
    await team.has('fig', { channel: 'C0OTHER' })
    await selectsFrom(team.aki, 'list all')
    await team.aki.fills({ [selectIds.sites]: 'plum fig', [selectIds.action]: 'スリープ' })
    await team.aki.submits()
    assert.equal(phaseOf(await team.site('plum')), 'asleep')
    assert.equal(phaseOf(await team.site('fig')), 'ready')
  })

  it('is offered in the App Home, for the sites of who looks at it', async () => {
    team = await aTeam()
    const { ben } = team
    for (const name of ['plum', 'fig']) await team.has(name)
    await team.has('pear', { owner: team.aki.id })
    await ben.opensHome()
    await ben.clicks('home', actionIds.select)
    await ben.fills({ [selectIds.sites]: 'plum fig', [selectIds.action]: 'Sleep' })
    const answer = await ben.submits()
    assert.match(answer?.channel ?? '', /^D/)
    assert.match(words(answer), /done for 2 of 2/)
    assert.match(words(ben.home()), /plum.*Going to sleep/)
  })

  it('goes on with the others where one fails for a reason of ours', async () => {
    team = await aTeam()
    const { ben } = team
    for (const name of ['plum', 'fig']) await team.has(name)
    await selectsFrom(ben, 'list up')
    await ben.fills({ [selectIds.action]: 'Sleep' })
    const { save } = team.slackDeps.store
    const cause = new Error('no table')
    team.slackDeps.store.save = async (site) => {
      if (site.name === 'fig') throw cause
      return save(site)
    }
    const answer = words(await ben.submits())
    const [report] = team.takeReports()
    assert.equal(report?.error, cause)
    assert.match(answer, /done for 1 of 2.*✅ `plum`.*⚠️ `fig`: Something went wrong on my side/)
    assert.ok(answer.includes(report.reference))
  })

  it('says in time what is done, and goes on with the rest', async () => {
    team = await aTeam({ withoutReconciler: true })
    const { ben } = team
    const names = Array.from({ length: 60 }, (_, index) => `site-${index}`)
    for (const name of names) await team.has(name)
    await selectsFrom(ben, 'list site-')
    await ben.fills({ [selectIds.action]: 'Extend 1 day' })
    const { load } = team.slackDeps.store
    const clock = sinon.useFakeTimers({ toFake: ['performance'] })
    team.slackDeps.store.load = async (name) => {
      clock.tick(50)
      return load(name)
    }
    const first = await ben.submits().finally(() => clock.restore())
    const [, done = ''] = /done for (\d+) of 60/.exec(words(first)) ?? []
    assert.ok(Number(done) > 0 && Number(done) < 60, `${done} are done`)
    assert.match(words(first), /⚠️ .*: not begun/)
    assert.match(words(ben.modal().view), new RegExp(`got through ${done}, and these ${60 - Number(done)}`))
    assert.equal(sitesIn(ben).length, 60 - Number(done))
    team.slackDeps.store.load = load
    assert.match(words(await ben.submits()), new RegExp(`done for ${60 - Number(done)} of ${60 - Number(done)}`))
    assert.equal(ben.screen().modals.length, 0)
    for (const name of names) {
      assert.deepEqual(
        (await team.site(name)).history.map(({ action }) => action),
        ['extend', 'create'],
        name,
      )
    }
  })

  it('offers 100 sites, and says that there are more', async () => {
    team = await aTeam({ withoutReconciler: true })
    const { ben } = team
    for (let index = 0; index < 101; index += 1) await team.has(`site-${index}`)
    await selectsFrom(ben, 'list site')
    assert.match(words(ben.modal().view), /only the first 100/)
    assert.deepEqual(sitesIn(ben), [], 'not all that were found are there')
  })

  it('is not for guests, nor for what is archived', async () => {
    team = await aTeam()
    const { ben } = team
    await team.has('plum')
    const list = (await ben.testsite('list up')) ?? assert.fail('no list')
    await ben.confirms('delete plum')
    assert.match(words(await ben.clicks(list, actionIds.select)), /none of these is up or asleep/)
    assert.ok(!ben.controls((await ben.testsite('list archived', HERE)) ?? assert.fail()).includes(actionIds.select))
    team.workspace.changePerson(ben.id, { guest: 'multi-channel' })
    team.clock.set(team.clock.now() + DAY_MS)
    assert.match(words(await ben.clicks(list, actionIds.select)), /you're a guest here/)
  })
})
