import assert from 'node:assert/strict'
import { isLimitError } from '../../src/site/errors.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { CLASSIC, PERSON } from '../support/github/personal-token.ts'
import { addRepository, moveRepository } from '../support/github/state.ts'
import { aGithub, type GithubBench } from './a-github.ts'

describe('who can read a repository at GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
  })
  afterEach(() => bench.close())
  const canRead = (login: string, repository = 'acme/website') => bench.codeHost.canRead(repository, login)

  it('is whoever has any role in it, which takes one call', async () => {
    const { state } = bench.github
    assert.equal(await canRead('cy'), false)
    state.repositories[0]?.collaborators.push('cy')
    assert.equal(await canRead('cy'), true)
    state.repositories[0]?.collaborators.splice(0)
    state.basePermission = 'read'
    assert.equal(await canRead('cy'), true)
    state.basePermission = 'none'
    state.owners.push('cy')
    assert.equal(await canRead('cy'), true)
    assert.deepEqual(bench.asked(), ['GET /repos/acme/website/collaborators/cy/permission × 4'])
  })

  it('is every user where it is public, and nobody who is none', async () => {
    bench.github.state.users.set('stranger', [])
    addRepository(bench.github.state, { name: 'acme/open', isPublic: true })
    assert.deepEqual([await canRead('stranger'), await canRead('stranger', 'acme/open')], [false, true])
    assert.equal(await canRead('nobody', 'acme/open'), false)
  })

  it('is the same after a rename', async () => {
    moveRepository(bench.github.state, 'acme/website', 'acme/site')
    assert.deepEqual([await canRead('aki'), await canRead('cy')], [true, false])
  })

  it('is nobody whom GitHub gives another role than it documents', async () => {
    for (const permission of ['none', 'owner', 'READ']) {
      bench.github.fail({ where: '/permission', answer: { status: 200, body: { permission } } })
      assert.equal(await canRead('aki'), false, permission)
    }
  })

  it('asks for nothing that is no login or no repository', async () => {
    for (const login of ['', '..', '../aki', 'aki/x', 'aki?x', '%2e%2e']) assert.equal(await canRead(login), false)
    for (const repository of ['acme', 'acme/..', '../..']) assert.equal(await canRead('aki', repository), false)
    assert.deepEqual(bench.asked(), [])
  })

  it('is nothing that is known while GitHub fails, throttles, or refuses', async () => {
    bench.github.failAll({ where: '/permission', answer: { status: 500, body: {} } })
    await rejectsForNow(canRead('aki'))
    bench.github.recover()
    bench.github.fail({ where: '/permission', answer: { status: 429, body: {}, headers: { 'retry-after': '30' } } })
    await assert.rejects(canRead('aki'), (error) => isLimitError(error))
    bench.github.state.personalTokens.set('a-token', CLASSIC)
    bench.github.state.owners.splice(0)
    bench.github.state.basePermission = 'read'
    bench.github.state.teams[1]?.logins.push(PERSON.login)
    await rejectsWithReason(
      bench.another({ auth: { token: 'a-token' } }).canRead('acme/website', 'aki'),
      'repository-forbidden',
    )
  })
})
