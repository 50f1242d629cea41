import assert from 'node:assert/strict'
import { signedEvent } from '../support/signed-event.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { actionIds, buttonId, inputIds } from '../../views/action-ids.ts'
import { en } from '../../views/text/en.ts'
import { ELSEWHERE, SIGNING_SECRET } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words, type Member } from './member.ts'

describe('the App Home', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  /** Headings, and the sites below each. */
  function sections({ home }: Member): Record<string, string[]> {
    const found: Record<string, string[]> = {}
    let heading = ''
    for (const block of home().blocks) {
      const text = words(block)
      const [, title] = block.type === 'header' ? (/"text":"([^"]*)"/.exec(text) ?? []) : []
      const [, name] = /https:\/\/([a-z-]+)\.test\.example\.com\|/.exec(text) ?? []
      if (title !== undefined) heading = title
      if (name !== undefined) found[heading] = [...(found[heading] ?? []), name]
    }
    return found
  }

  const soon = () => ({ expiresAt: team.clock.now() + 2 * DAY_MS })

  it("has my sites, what expires soon (others' too), and what can be restored, each once", async () => {
    const { aki, ben } = team
    await team.has('plum')
    await team.has('plum-soon', soon())
    await team.has('pear', { owner: aki.id })
    await team.has('pear-soon', { owner: aki.id, ...soon() })
    await team.has('fig')
    await ben.confirms('delete fig')
    await ben.opensHome()
    assert.deepEqual(sections(ben), {
      [en.home.expiringSoon]: ['plum-soon', 'pear-soon'],
      [en.home.mine]: ['plum'],
      [en.home.archived]: ['fig'],
    })
    assert.match(words(ben.home()), /fig.*restore by \d+ Dec 2026, 18:00/)
    await aki.opensHome()
    assert.match(words(aki.home()), /期限が近いサイト.*あなたのサイト.*pear/)
  })

  it('keeps what no longer can be extended from what expires soon', async () => {
    await team.has('plum', { owner: team.aki.id, ...soon() })
    await team.ben.confirms('delete plum')
    await team.ben.opensHome()
    assert.deepEqual(sections(team.ben), {})
  })

  it('makes a site, and shows it', async () => {
    const { ben } = team
    await ben.opensHome()
    assert.ok(words(ben.home()).includes(en.home.empty))
    assert.equal(await ben.clicks('home', actionIds.create), undefined)
    await ben.fills({ name: 'plum', repository: 'acme/website', channel: ELSEWHERE })
    assert.match(words(await ben.submits()), /Password: `/)
    assert.deepEqual(sections(ben)[en.home.mine], ['plum'])
  })

  it('does what its buttons say, and is drawn anew', async () => {
    const { ben } = team
    await team.has('plum')
    await team.has('fig')
    await ben.opensHome()
    assert.equal(await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Sleep' }), undefined)
    await team.settle()
    assert.equal(phaseOf(await team.site('plum')), 'asleep')
    assert.equal(phaseOf(await team.site('fig')), 'ready')
    assert.deepEqual(ben.controls('home', 'plum'), [buttonId('wake'), buttonId('extend'), actionIds.more])
    await ben.clicks('home', buttonId('wake'), { site: 'plum' })
    assert.equal((await team.site('plum')).spec.desired, 'up')
    await ben.clicks('home', buttonId('extend'), { site: 'fig' })
    await ben.fills({ until: '2026-11-19' })
    assert.match(words(await ben.submits()), /fig.*19 Nov 2026/)
    assert.match(words(ben.home()), /fig.*19 Nov 2026/)
  })

  it('opens the forms; their answers come as direct messages, and it is drawn anew', async () => {
    const { ben } = team
    await team.has('plum')
    await ben.opensHome()
    await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Hand over…' })
    await ben.fills({ [inputIds.owner]: team.aki.id })
    const answer = await ben.submits()
    assert.match(answer?.channel ?? '', /^D/)
    assert.match(words(answer), /now belongs to <@U0AKI>/)
    assert.deepEqual(sections(ben), {})
    assert.ok(!team.aki.reads().includes(answer?.text ?? ''))
  })

  it('shows a refusal as a modal, and how things stand', async () => {
    const { aki, ben } = team
    await team.has('plum')
    await ben.opensHome()
    await aki.confirms('delete plum')
    await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Redeploy' })
    assert.match(words(ben.modal().view), /That didn't work.*it's archived/)
    assert.deepEqual(sections(ben), { [en.home.archived]: ['plum'] })
  })

  it('refuses to extend what somebody has extended meanwhile', async () => {
    const { aki, ben } = team
    await team.has('pear', { owner: aki.id })
    await aki.opensHome()
    await aki.clicks('home', buttonId('extend'), { site: 'pear' })
    await ben.testsite('extend pear 1')
    await aki.submits()
    assert.match(words([aki.screen().modals, aki.reads()]), /<@U0BEN> さんがすでに期限を変更しました/)
  })

  it('shows ten of many sites, and the others when asked, also after another click', async () => {
    const { ben } = team
    for (let index = 0; index < 12; index += 1) await team.has(`site-${index < 10 ? `0${index}` : index}`)
    await ben.opensHome()
    const shown = () => new Set(words(ben.home()).match(/https:\/\/site-\d\d/g)).size
    assert.match(words(ben.home()), /12 sites: 12 up/)
    assert.equal(shown(), 10)
    assert.equal(await ben.clicks('home', actionIds.expand), undefined)
    assert.equal(shown(), 12)
    assert.ok(!ben.controls('home').includes(actionIds.expand))
    await ben.clicks('home', actionIds.more, { site: 'site-11', pick: 'Sleep' })
    assert.equal(shown(), 12)
    assert.match(words(ben.home()), /11 up, 1 asleep/)
  })

  it('still shows the others after a form was sent', async () => {
    const { ben } = team
    for (let index = 0; index < 12; index += 1) await team.has(`site-${index < 10 ? `0${index}` : index}`)
    await ben.opensHome()
    await ben.clicks('home', actionIds.expand)
    await ben.clicks('home', actionIds.more, { site: 'site-11', pick: 'Delete' })
    await ben.submits()
    assert.match(words(ben.home()), /11 up/)
    assert.equal(new Set(words(ben.home()).match(/https:\/\/site-\d\d/g)).size, 12)
  })

  it('is left alone when the messages tab is opened', async () => {
    const { handler } = team
    await team.ben.opensHome()
    const published = team.calls.length
    const event = { type: 'app_home_opened', user: team.ben.id, channel: 'D1', tab: 'messages', event_ts: '1.1' }
    const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event })
    const answer = await handler(signedEvent({ kind: 'json', body }, SIGNING_SECRET, Date.now()))
    assert.equal(answer.statusCode, 200)
    assert.equal(team.calls.length, published)
  })

  it('says so where the sites cannot be read', async () => {
    const cause = (team.broken.store = new Error('no table'))
    await team.ben.opensHome()
    const [report, ...others] = team.takeReports()
    assert.deepEqual([report?.error, others], [cause, []])
    assert.ok(words(team.ben.home()).includes(report?.reference ?? '-'))
  })
})
