import assert from 'node:assert/strict'
import { createFollowRename } from '../../src/control/follow-rename.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { ELSEWHERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const ALL = 'All sites of acme/website'

describe('the environment of a repository, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
    await team.has('pear', { owner: 'U0CHIE' })
    await team.has('fig', { repository: 'acme/shop-api' })
  })
  afterEach(() => team.close())

  /** What the machine of that site was told last; undefined if nothing. */
  const told = async (name: string) => {
    const { status } = await team.site(name)
    const jobs = team.machines.jobs().filter(({ instanceId }) => instanceId === status.instance?.id)
    const found = jobs.findLast(({ job }) => job.kind === 'environment' || job.kind === 'set-up')
    return found && 'environment' in found.job ? found.job.environment : undefined
  }
  const setsForAll = async (set: string, remove = '') => {
    await team.ben.testsite('environment plum')
    await team.ben.fills({ scope: ALL, set, ...(remove !== '' && { remove }) })
    const answer = await team.ben.submits()
    await team.settle()
    return answer
  }
  const setsForPlum = async (set: string) => {
    await team.ben.testsite('environment plum')
    await team.ben.fills({ set })
    await team.ben.submits()
  }

  it('reaches all sites of the repository at once, and no others', async () => {
    assert.match(
      words(await setsForAll('API_KEY=secret-1')),
      /All sites of `acme\/website` are getting the new environment/,
    )
    assert.deepEqual([await told('plum'), await told('pear')], [{ API_KEY: 'secret-1' }, { API_KEY: 'secret-1' }])
    assert.equal(await told('fig'), undefined)
    const line = /<@U0BEN> changed its environment: `acme\/website: API_KEY`/
    for (const name of ['plum', 'pear']) assert.match(words(await team.card(name)), line)
    const jobs = team.machines.jobs().filter(({ job }) => job.kind === 'environment')
    assert.equal(jobs.length, 2, 'once for each')
  })

  it('gives way to a site’s own', async () => {
    await setsForPlum('MODE=secret-own')
    await setsForAll('MODE=secret-all\nAPI_KEY=secret-1')
    assert.deepEqual(await told('plum'), { MODE: 'secret-own', API_KEY: 'secret-1' })
    assert.deepEqual(await told('pear'), { MODE: 'secret-all', API_KEY: 'secret-1' })
    await setsForPlum('OTHER=x')
    assert.deepEqual(await told('plum'), { MODE: 'secret-own', OTHER: 'x', API_KEY: 'secret-1' })
  })

  it('is there for new sites from their first set-up', async () => {
    await setsForAll('API_KEY=secret-1')
    await team.has('quince')
    assert.deepEqual(await told('quince'), { API_KEY: 'secret-1' })
    assert.ok(
      !team.machines.jobs().some(({ job }) => job.kind === 'environment' && job.environment['OTHER'] !== undefined),
    )
    await setsForAll('OTHER=secret-2', 'API_KEY')
    for (const name of ['plum', 'pear', 'quince']) assert.deepEqual(await told(name), { OTHER: 'secret-2' })
  })

  it('is listed by its names, apart from the site’s, and hides values from everyone', async () => {
    await setsForPlum('MODE=secret-own')
    await setsForAll('API_KEY=secret-1')
    await team.aki.testsite('environment pear')
    assert.match(
      words(team.aki.modal().view),
      /\*pear\* にはまだ環境変数がありません.*`acme\/website` のすべてのサイト.*`API_KEY`/,
    )
    await team.ben.testsite('environment plum')
    assert.match(words(team.ben.modal().view), /\(values are hidden\): `MODE`.*unless they have their own: `API_KEY`/)
    for (const member of [team.aki, team.ben, team.chie]) assert.doesNotMatch(member.reads(), /secret-/)
    assert.doesNotMatch(JSON.stringify([team.store.all(), team.lines(), team.calls]), /secret-/)
    const shared = await team.store.loadRepositoryEnvironment('acme/website')
    assert.doesNotMatch(JSON.stringify(shared), /secret-/)
  })

  it('stays without sites, and what was replaced goes', async () => {
    await setsForAll('API_KEY=secret-1')
    await setsForAll('API_KEY=secret-2')
    for (const name of ['plum', 'pear', 'fig']) {
      await team.ben.testsite(`delete-without-archive ${name}`)
      if (name === 'pear') await team.chie.confirms('delete-without-archive pear')
      else await team.ben.submits()
    }
    const sweep = createSweep(team.ports, team.reconcile)
    await sweep()
    team.clock.advance(HOUR_MS)
    await sweep()
    assert.deepEqual(Object.values(team.environments.all()), [{ API_KEY: 'secret-2' }])
    await team.has('quince')
    assert.deepEqual(await told('quince'), { API_KEY: 'secret-2' })
  })

  it('moves with a repository that gets another name', async () => {
    await setsForAll('API_KEY=secret-1')
    await setsForAll('API_KEY=secret-2')
    const follow = createFollowRename({ store: team.store })
    await follow({ kind: 'repository', from: 'acme/website', to: 'acme/shop-api' })
    await team.settle()
    assert.deepEqual(await told('plum'), { API_KEY: 'secret-2' })
    const sweep = createSweep(team.ports, team.reconcile)
    await sweep()
    team.clock.advance(HOUR_MS)
    await sweep()
    await team.ben.testsite('environment fig')
    await team.ben.fills({ scope: 'All sites of acme/shop-api', set: 'B=2' })
    await team.ben.submits()
    await team.settle()
    for (const name of ['plum', 'fig']) assert.deepEqual(await told(name), { API_KEY: 'secret-2', B: '2' })
    assert.deepEqual((await team.store.loadRepositoryEnvironment('acme/website'))?.names, [])
  })

  it('loses nothing when two change it at once', async () => {
    await team.ben.testsite('environment plum')
    await team.chie.testsite('environment pear')
    await team.ben.fills({ scope: ALL, set: 'A=1' })
    await team.chie.fills({ scope: ALL, set: 'B=2' })
    await Promise.all([team.ben.submits(), team.chie.submits()])
    await team.settle()
    for (const name of ['plum', 'pear']) assert.deepEqual(await told(name), { A: '1', B: '2' })
  })
})

describe('who may set the environment of a repository', () => {
  it('is who may create sites', async () => {
    const team = await aTeam({ policy: { creatorChannels: [ELSEWHERE] } })
    await team.has('plum')
    await team.ben.testsite('environment plum')
    await team.ben.fills({ scope: ALL, set: 'A=secret-1' })
    await team.ben.submits()
    assert.match(team.ben.errors()['scope'] ?? '', /You can't create sites here/)
    assert.deepEqual(team.environments.all(), {})
    await team.ben.testsite('environment plum', ELSEWHERE)
    await team.ben.fills({ scope: ALL, set: 'A=1' })
    assert.match(words(await team.ben.submits()), /All sites of/)
    await team.close()
  })
})
