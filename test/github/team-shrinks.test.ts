import assert from 'node:assert/strict'
import { refreshUsers } from '../../src/site/operations/refresh-users.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { notFound } from '../support/github/answer.ts'
import { rejectsWithReason } from '../support/rejects.ts'
import { aSiteAtGithub, type SiteAtGithub } from './a-site-at-github.ts'

describe('a team at GitHub that shrinks to nothing', () => {
  let bench: SiteAtGithub
  afterEach(() => bench.close())
  const reconcile = async () => {
    await bench.ask(refreshUsers.apply)
    await bench.pass(MINUTE_MS)
  }

  it('locks nobody out where its list came back empty once', async () => {
    bench = await aSiteAtGithub()
    bench.github.fail({ where: '/teams/web-team/members', answer: { status: 200, body: [] } })
    await reconcile()
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
    await bench.pass(DAY_MS)
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
    assert.equal((await bench.site()).status.teamLoss, undefined)
  })

  it('locks everybody out where it stays empty', async () => {
    bench = await aSiteAtGithub()
    bench.github.failAll({ where: '/teams/web-team/members', answer: { status: 200, body: [] } })
    await reconcile()
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.accounts(), [])
  })

  it('is looked at twice where it is the list of those with access that came back empty', async () => {
    bench = await aSiteAtGithub('web-team')
    const [team] = bench.github.state.teams
    const [website] = bench.github.state.repositories
    team?.repositories.splice(0)
    website?.collaborators.push('aki')
    await reconcile()
    assert.deepEqual(bench.accounts(), ['aki'])
    bench.github.fail({ where: '/collaborators', answer: { status: 200, body: [] } })
    await reconcile()
    await bench.pass(HOUR_MS)
    assert.deepEqual(bench.accounts(), ['aki'])
    website?.collaborators.splice(0)
    await reconcile()
    assert.deepEqual(bench.accounts(), ['aki'])
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.accounts(), [])
  })

  it('is not known to be gone where the organization shows no teams at all', async () => {
    bench = await aSiteAtGithub()
    bench.github.failAll({ where: 'GET /orgs/acme/teams', answer: notFound })
    await rejectsWithReason(bench.codeHost.hasTeam('web-team'), 'code-host-denied')
    await reconcile()
    await bench.pass(2 * DAY_MS)
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
  })

  it('locks nobody out, however long, while the App is suspended, which the card says', async () => {
    bench = await aSiteAtGithub()
    bench.github.state.app.state = 'suspended'
    await reconcile()
    await bench.pass(2 * DAY_MS)
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
    // It still has a token, which is refused; with the next one it is not installed.
    assert.equal((await bench.card()).failure?.failure.reason, 'code-host-denied')
  })

  it('locks nobody out, however long, while GitHub’s answers break off', async () => {
    bench = await aSiteAtGithub()
    bench.github.failAll({ where: '/teams/web-team/members', answer: 'short' })
    await reconcile()
    await bench.pass(2 * HOUR_MS)
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
  })
})
