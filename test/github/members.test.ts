import assert from 'node:assert/strict'
import type { Member } from '../../src/control/code-host.ts'
import { failed } from '../support/github/answer.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { aGithub, type GithubBench, KEYS } from './a-github.ts'

const logins = (members: Member[]) => members.map(({ login }) => login).toSorted()

describe('members of a team on GitHub', () => {
  let bench: GithubBench
  afterEach(() => bench.close())

  it('are all 300, with their keys, by 304 calls and no more than ten at once', async () => {
    const team = Array.from({ length: 300 }, (_, index) => `person-${index}`)
    bench = await aGithub({
      teams: [{ slug: 'all', logins: team, repositories: ['acme/website'] }],
      users: Object.fromEntries(team.map((login) => [login, [KEYS.ed25519]])),
    })
    const members = await bench.codeHost.members('acme/website', 'all')
    assert.deepEqual(logins(members), team.toSorted())
    assert.ok(members.every(({ publicKeys }) => publicKeys[0] === KEYS.ed25519))
    const asked = bench.asked()
    assert.deepEqual(asked.slice(0, 2).toSorted(), [
      'GET /orgs/acme/teams/all/members × 3',
      'GET /orgs/acme/teams/all/repos/acme/website',
    ])
    assert.equal(asked.length, 2 + 300)
    assert.ok(bench.github.limits.mostAtOnce() <= 10)
  })

  it('are asked for anew each time, their keys after two minutes', async () => {
    bench = await aGithub()
    const ask = () => bench.codeHost.members('acme/website', 'web-team')
    await ask()
    bench.asked()
    bench.github.state.teams[0]?.logins.splice(0, 1)
    bench.github.state.users.set('Bo', [KEYS.rsa])
    bench.clock.advance(119_999)
    assert.deepEqual(await ask(), [{ login: 'Bo', user: 'bo', publicKeys: [] }])
    assert.equal(bench.asked().length, 2)
    bench.clock.advance(1)
    assert.deepEqual(await ask(), [{ login: 'Bo', user: 'bo', publicKeys: [KEYS.rsa] }])
  })

  it('are those of child teams, too, whose access the team passes on', async () => {
    bench = await aGithub({
      teams: [
        { slug: 'parent', logins: ['aki'], repositories: ['acme/website'] },
        { slug: 'child', parent: 'parent', logins: ['Bo'], repositories: [] },
      ],
    })
    assert.deepEqual(logins(await bench.codeHost.members('acme/website', 'parent')), ['Bo', 'aki'])
    assert.deepEqual(logins(await bench.codeHost.members('acme/website', 'child')), ['Bo'])
  })

  it('are only those with access by other ways, where the team has none', async () => {
    bench = await aGithub({
      repositories: [{ name: 'acme/website', collaborators: ['aki', 'stranger'] }],
      teams: [{ slug: 'web-team', logins: ['aki', 'Bo'], repositories: [] }],
    })
    assert.deepEqual(logins(await bench.codeHost.members('acme/website', 'web-team')), ['aki'])
    assert.ok(bench.asked().includes('GET /repos/acme/website/collaborators'))
  })

  it('are found whatever the case of repository, organization, team and people', async () => {
    bench = await aGithub({
      teams: [{ slug: 'web-team', logins: ['AKI', 'bo'], repositories: ['ACME/Website'] }],
    })
    const shouting = bench.another({ org: 'ACME' })
    const found = await shouting.members('Acme/WEBSITE', 'Web-Team')
    assert.deepEqual(
      found.map(({ login, publicKeys }) => [login, publicKeys.length]),
      [
        ['Bo', 0],
        ['aki', 2],
      ],
    )
    bench.github.state.teams[0]?.repositories.splice(0)
    assert.deepEqual(await shouting.members('acme/website', 'web-team'), [])
    bench.github.state.repositories[0]?.collaborators.push('bO')
    assert.deepEqual(logins(await shouting.members('acme/website', 'web-team')), ['Bo'])
  })

  it('are, where the team has no access, its owners of the organization, those of child teams that have, or all who may read', async () => {
    bench = await aGithub({
      owners: ['ann'],
      teams: [
        { slug: 'parent', logins: ['Ann', 'aki'], repositories: [] },
        { slug: 'child', parent: 'Parent', logins: ['Bo'], repositories: ['acme/website'] },
        { slug: 'other', parent: 'parent', logins: ['cy'], repositories: [] },
      ],
    })
    const ask = async () => logins(await bench.codeHost.members('acme/website', 'parent'))
    assert.deepEqual(await ask(), ['Ann', 'Bo'])
    bench.github.state.basePermission = 'read'
    assert.deepEqual(await ask(), ['Ann', 'Bo', 'aki', 'cy'])
  })

  it('are among more than a page of people with access', async () => {
    const crowd = Array.from({ length: 230 }, (_, index) => `crowd-${index}`)
    bench = await aGithub({
      repositories: [{ name: 'acme/website', collaborators: [...crowd, 'zoe'] }],
      teams: [{ slug: 'web-team', logins: ['zoe', 'aki'], repositories: [] }],
    })
    assert.deepEqual(logins(await bench.codeHost.members('acme/website', 'web-team')), ['zoe'])
  })

  it('have all their keys of whatever type sshd takes, and are there without any', async () => {
    const many = Array.from(
      { length: 130 },
      (_, index) => `${KEYS.ed25519.slice(0, -3)}${String(index).padStart(3, '0')}`,
    )
    bench = await aGithub({
      users: { aki: [...Object.values(KEYS), 'ssh-dss AAAAB3NzaC1kc3MAAACB', 'ssh-rsa AAAA\nssh-rsa BBBB', ...many] },
    })
    const members = await bench.codeHost.members('acme/website', 'web-team')
    assert.deepEqual(members, [
      { login: 'Bo', user: 'bo', publicKeys: [] },
      { login: 'aki', user: 'aki', publicKeys: [...Object.values(KEYS), ...many] },
    ])
  })

  it('are nobody in a team that is not there', async () => {
    bench = await aGithub()
    assert.deepEqual(await bench.codeHost.members('acme/website', 'nobody'), [])
  })

  it('are not nobody where the organization is not there any more, as when it was renamed', async () => {
    bench = await aGithub()
    await rejectsWithReason(bench.another({ org: 'acne' }).members('acme/website', 'web-team'), 'code-host-denied')
  })

  it('are not told without the repository, or without permission', async () => {
    bench = await aGithub()
    await rejectsWithReason(bench.codeHost.members('acme/nothing', 'web-team'), 'repository-missing')
    await rejectsWithReason(bench.codeHost.members('../../orgs', 'web-team'), 'repository-missing')
    bench.github.state.app.permissions = { metadata: 'read' }
    await rejectsWithReason(bench.codeHost.members('acme/website', 'web-team'), 'code-host-denied')
  })

  it('are never told in part: whoever is left out would be locked out', async () => {
    bench = await aGithub()
    for (let time = 0; time < 3; time++)
      bench.github.fail({ where: '/users/aki/keys', answer: failed(502, 'Bad Gateway') })
    await rejectsForNow(bench.codeHost.members('acme/website', 'web-team'))
    assert.equal((await bench.codeHost.members('acme/website', 'web-team')).length, 2, 'the failure is not kept')
  })
})

describe('whether a branch exists on GitHub', () => {
  let bench: GithubBench
  afterEach(() => bench.close())

  it('takes one call for yes, two for no, and none for what can be no repository', async () => {
    bench = await aGithub()
    assert.equal(await bench.codeHost.exists('acme/website', 'feature/spring'), 'yes')
    assert.equal(bench.asked().length, 1)
    assert.equal(await bench.codeHost.exists('acme/website', 'feature'), 'no-branch')
    assert.equal(bench.asked().length, 2)
    assert.equal(await bench.codeHost.exists('..', 'main'), 'no-repository')
    assert.deepEqual(bench.asked(), [])
  })

  it('follows repositories that moved, and knows an empty one', async () => {
    bench = await aGithub({ repositories: [{ name: 'acme/website' }, { name: 'acme/empty', branches: [] }] })
    bench.github.state.moved.set('acme/homepage', bench.github.state.repositories[0]?.id ?? 0)
    assert.equal(await bench.codeHost.exists('acme/homepage', 'main'), 'yes')
    assert.equal(await bench.codeHost.exists('acme/empty', 'main'), 'no-branch')
  })

  it('is no "no" while the App is not installed', async () => {
    bench = await aGithub()
    bench.github.state.app.state = 'gone'
    await rejectsWithReason(bench.codeHost.exists('acme/website', 'main'), 'code-host-not-installed')
  })
})
