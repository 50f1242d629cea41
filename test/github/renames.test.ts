import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { addRepository, moveRepository } from '../support/github/state.ts'
import { aSiteAtGithub, type SiteAtGithub } from './a-site-at-github.ts'

const ACME = { organization: { login: 'acme' } }

const renamed = (from: string, to: string) => ({
  ...ACME,
  action: 'renamed',
  repository: { full_name: to, default_branch: 'main' },
  changes: { repository: { name: { from } } },
})

describe('what gets another name at GitHub', () => {
  let bench: SiteAtGithub
  beforeEach(async () => {
    bench = await aSiteAtGithub()
  })
  afterEach(() => bench.close())
  const move = (to: string) => moveRepository(bench.github.state, 'acme/website', to)
  const assertIsAt = async (repository: string) => {
    const { spec, status } = await bench.site()
    assert.deepEqual([spec.repository, status.repositoryAccess?.repository], [repository, repository])
    assert.equal(phaseOf(await bench.site()), 'ready')
    const last = bench.setUps().at(-1)
    assert.deepEqual([last?.repository, last?.cloneUrl], [repository, `git@github.com:${repository}.git`])
    assert.deepEqual(bench.at(repository), [1, 1])
  }

  it('a repository: the record, its grant and the clone follow the event, once', async () => {
    move('acme/homepage')
    const { status, said } = await bench.deliver('repository', renamed('website', 'acme/homepage'))
    assert.deepEqual([status, said], [202, 'Renamed for plum'])
    await bench.pass(MINUTE_MS)
    await assertIsAt('acme/homepage')
    assert.equal((await bench.deliver('repository', renamed('website', 'acme/homepage'))).said, 'No site is affected.')
    await bench.pass(MINUTE_MS)
    assert.equal(bench.setUps().length, 2)
  })

  it('a repository whose old name is somebody else’s by now: nothing is left, or made, there', async () => {
    move('acme/homepage')
    addRepository(bench.github.state, { name: 'acme/website' })
    await bench.deliver('repository', renamed('WEBSITE', 'acme/homepage'))
    await bench.pass(MINUTE_MS)
    await assertIsAt('acme/homepage')
    assert.deepEqual(bench.at('acme/website'), [0, 0])
    await bench.ask(deleteSite.apply)
    await bench.pass(HOUR_MS)
    assert.deepEqual(bench.at('acme/homepage'), [0, 0])
  })

  it('a repository that is transferred within reach, from a person, or to another organization', async () => {
    move('fruit/website')
    const transferred = (from: object, to: string) => ({
      action: 'transferred',
      repository: { full_name: to, default_branch: 'main' },
      changes: { owner: { from } },
    })
    await bench.deliver('repository', transferred({ organization: { login: 'Acme' } }, 'fruit/website'))
    assert.equal((await bench.site()).spec.repository, 'fruit/website')
    await bench.deliver('repository', transferred({ user: { login: 'fruit' } }, 'acme/website'))
    assert.equal((await bench.site()).spec.repository, 'acme/website')
  })

  it('a repository of which no event came: the next set-up finds out by the redirect', async () => {
    move('acme/homepage')
    await bench.ask(redeploy.apply)
    await bench.pass(MINUTE_MS)
    await assertIsAt('acme/homepage')
    assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
  })

  it('a repository of another organization: nothing follows it', async () => {
    const strange = { ...renamed('website', 'other/homepage'), organization: { login: 'other' } }
    assert.equal((await bench.deliver('repository', strange)).status, 204)
    assert.equal((await bench.site()).spec.repository, 'acme/website')
  })

  const defaultBranch = {
    ...ACME,
    action: 'edited',
    repository: { full_name: 'acme/website', default_branch: 'trunk' },
    changes: { default_branch: { from: 'main' } },
  }

  it('a default branch: followed where the old one is gone, and not where another became the default', async () => {
    const [website] = bench.github.state.repositories
    website?.branches.push('trunk')
    await bench.deliver('repository', defaultBranch)
    assert.equal((await bench.site()).spec.branch, 'main')
    website?.branches.splice(website.branches.indexOf('main'), 1)
    await bench.deliver('repository', defaultBranch)
    await bench.pass(MINUTE_MS)
    assert.equal((await bench.site()).spec.branch, 'trunk')
    assert.equal(bench.setUps().at(-1)?.branch, 'trunk')
  })

  const renameTeam = (from: string, slug: string) => {
    const [team] = bench.github.state.teams
    assert.ok(team !== undefined)
    team.slug = slug
    return { ...ACME, action: 'edited', team: { slug, parent: null }, changes: { name: { from } } }
  }

  for (const [from, slug] of [
    ['Web Team', 'crew'],
    ['wéb  TEAM!', 'the-crew'],
  ] as const) {
    it(`a team that was called ${from}: the record follows, and nobody is locked out`, async () => {
      const event = renameTeam(from, slug)
      assert.match((await bench.deliver('team', event)).said, /Renamed for plum.*Checking the team of plum/)
      await bench.pass(DAY_MS + HOUR_MS)
      assert.equal((await bench.site()).spec.sshTeam, slug)
      assert.deepEqual(bench.accounts(), ['Bo', 'aki'])
      assert.equal((await bench.card()).teamGone, undefined)
    })
  }

  it('a team of which a look finds out before the event: it is gone for so long, and nobody is locked out', async () => {
    const event = renameTeam('web-team', 'crew')
    await bench.deliver('membership', { ...ACME, action: 'added', team: { slug: 'web-team', parent: null } })
    await bench.pass(HOUR_MS)
    assert.equal((await bench.card()).teamGone?.team, 'web-team')
    await bench.deliver('team', event)
    await bench.pass(MINUTE_MS)
    assert.deepEqual([(await bench.card()).teamGone, bench.accounts()], [undefined, ['Bo', 'aki']])
  })

  it('a team of which only something else was edited: nothing', async () => {
    const event = { ...ACME, action: 'edited', team: { slug: 'web-team', parent: null }, changes: { description: {} } }
    assert.match((await bench.deliver('team', event)).said, /^Checking the team of plum/)
    assert.equal((await bench.site()).spec.sshTeam, 'web-team')
  })

  it('the organization: whoever looks after pokopoko is told of the setting', async () => {
    const event = { organization: { login: 'fruit' }, action: 'renamed', changes: { login: { from: 'ACME' } } }
    assert.match((await bench.deliver('organization', event)).said, /called fruit now.*github\.org/)
    assert.match(String(bench.faults[0]), /github\.org is acme, which is called fruit now/)
  })
})
