import assert from 'node:assert/strict'
import { HOUR_MS } from '../../src/site/time.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { failed } from '../support/github/answer.ts'
import { NEEDED } from '../support/github/permissions.ts'
import { findRepository } from '../support/github/state.ts'
import { aGithub, type GithubBench } from './a-github.ts'
import { grantBoth } from '../support/grant-both.ts'

const PLUM = { id: 'id-plum', name: 'plum' }
const hookIn = (domain: string) => ({ url: `https://plum.${domain}/_pokopoko/hook`, secret: 'secret-of-plum' })
const names = Array.from({ length: 250 }, (_, index) => `acme/site-${String(index).padStart(3, '0')}`)

describe('what the sweep sees of GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub({ repositories: names.map((name) => ({ name })) })
  })
  afterEach(() => bench.close())
  const grantAt = (repository: string) => grantBoth(bench.codeHost, PLUM, repository, hookIn('test.example.com'))

  it('is what the named repositories hold, at each look, and of the others 100', async () => {
    await grantAt('acme/site-249')
    bench.asked()
    const seen = await bench.codeHost.listAccess(['acme/site-249'])
    assert.deepEqual(seen, [{ siteId: PLUM.id, repository: 'acme/site-249' }])
    const asked = bench.asked()
    assert.deepEqual(asked.slice(0, 1), ['GET /installation/repositories × 3'])
    assert.ok(asked.length <= 1 + 1 + 100)
  })

  it('comes round to those that nobody names, and stays at each for two hourly sweeps', async () => {
    const repositories = ['acme/site-000', 'acme/site-120', 'acme/site-249']
    for (const repository of repositories) await grantAt(repository)
    const sightings: string[][] = []
    for (let hour = 0; hour < 9; hour++) {
      sightings.push(reposOf(await bench.codeHost.listAccess([])))
      bench.clock.advance(HOUR_MS)
    }
    for (const repository of repositories) {
      const isSeen = (hour: number) => sightings[hour]?.includes(repository) === true
      const hours = [...sightings.keys()].filter(isSeen)
      assert.equal(hours.length, 3, repository)
      assert.ok(
        hours.some((hour) => isSeen(hour + 1)),
        repository,
      )
    }
  })

  it('is told once, by its own name, of a repository that records name otherwise', async () => {
    await grantAt('acme/site-000')
    const seen = [{ siteId: PLUM.id, repository: 'acme/site-000' }]
    assert.deepEqual(await bench.codeHost.listAccess(['Acme/Site-000', 'acme/SITE-000']), seen)
    bench.clock.advance(3 * HOUR_MS)
    assert.deepEqual(await bench.codeHost.listAccess(['Acme/Site-000']), seen, 'when it is not its turn')
    Object.assign(findRepository(bench.github.state, 'acme/site-000') ?? {}, { archived: true })
    assert.deepEqual(await bench.codeHost.listAccess(['Acme/Site-000']), [])
  })

  it('leaves out the sites of another domain', async () => {
    await grantAt('acme/site-000')
    const others = bench.another({ siteDomain: 'example.com.evil' })
    assert.deepEqual(await others.listAccess(['acme/site-000']), [])
    const ours = bench.another({ siteDomain: 'test.example.com' })
    assert.equal((await ours.listAccess(['acme/site-000'])).length, 1)
  })

  it('is nothing where the repository or the permission is gone, and a failure where GitHub fails', async () => {
    await grantAt('acme/site-000')
    assert.deepEqual(await bench.codeHost.listAccess(['acme/gone', 'no repository']).then(reposOf), ['acme/site-000'])
    for (let time = 0; time < 3; time++) {
      bench.github.fail({ where: 'GET /repos/acme/site-000/keys', answer: failed(503, 'Unavailable') })
    }
    await rejectsForNow(bench.codeHost.listAccess(['acme/site-000']))
    bench.github.state.app.permissions = { metadata: 'read' }
    assert.deepEqual(await bench.codeHost.listAccess(['acme/site-000']), [])
  })
})

describe('revoke on GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
    await grantBoth(bench.codeHost, PLUM, 'acme/website', hookIn('test.example.com'))
  })
  afterEach(() => bench.close())
  const revoke = () => bench.codeHost.revoke(PLUM, 'acme/website')
  const left = () => findRepository(bench.github.state, 'acme/website')?.deployKeys.length

  it('is over where the permission, the App or the right to write is gone', async () => {
    const { app } = bench.github.state
    app.permissions = { metadata: 'read' }
    await revoke()
    app.permissions = NEEDED
    app.state = 'gone'
    await bench.another().revoke(PLUM, 'acme/website')
    assert.equal(left(), 1)
  })

  it('says that both stay at an archived repository, whose keys no sweep lists until it takes changes again', async () => {
    const website = findRepository(bench.github.state, 'acme/website')
    assert.ok(website)
    website.archived = true
    await rejectsWithReason(revoke(), 'repository-archived')
    assert.deepEqual(await bench.codeHost.listAccess(['acme/website']), [])
    website.archived = false
    assert.deepEqual(reposOf(await bench.codeHost.listAccess([])), ['acme/website'])
    await revoke()
    website.archived = true
    await revoke()
    assert.deepEqual([website.deployKeys, website.hooks], [[], []])
  })

  it('is not over while GitHub fails', async () => {
    for (let time = 0; time < 3; time++) {
      bench.github.fail({ where: 'DELETE /repos/acme/website/keys', answer: failed(500, 'Server Error') })
    }
    await rejectsForNow(revoke())
    assert.equal(left(), 1)
    await revoke()
    assert.equal(left(), 0)
  })

  it('succeeds when an answer is lost', async () => {
    bench.github.fail({ where: 'DELETE /repos/acme/website/hooks', answer: 'lost' })
    bench.github.fail({ where: 'DELETE /repos/acme/website/keys', answer: 'lost' })
    await revoke()
    assert.equal(left(), 0)
  })
})

function reposOf(grants: { repository: string }[]): string[] {
  return grants.map(({ repository }) => repository)
}
