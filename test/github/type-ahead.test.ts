import assert from 'node:assert/strict'
import { failed } from '../support/github/answer.ts'
import { CLASSIC } from '../support/github/personal-token.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const MINUTE_MS = 60_000
const numbered = (count: number, name: (number: string) => string) =>
  Array.from({ length: count }, (_, index) => name(String(index).padStart(4, '0')))
const BROKEN = failed(500, 'Server Error')

describe('type-aheads on GitHub', () => {
  let bench: GithubBench
  afterEach(() => bench.close())
  const fail = (where: string, times: number, answer = BROKEN) => {
    for (let time = 0; time < times; time++) bench.github.fail({ where, answer })
  }

  describe('1,200 repositories', () => {
    const names = numbered(1200, (number) => `acme/site-${number}`)
    beforeEach(async () => {
      bench = await aGithub({ repositories: names.map((name) => ({ name })) })
    })

    it('are all found, by 12 calls for as long as they are fresh', async () => {
      const found = await Promise.all(names.map((name) => bench.codeHost.repositories(name)))
      assert.deepEqual(found.flat(), names)
      assert.equal((await bench.codeHost.repositories('')).length, 100)
      bench.clock.advance(MINUTE_MS)
      await bench.codeHost.repositories('0')
      assert.deepEqual(bench.asked(), ['GET /installation/repositories × 12'])
      assert.ok(bench.github.limits.mostAtOnce() <= 10)
    })

    it('are fetched anew behind an answer that is a little old', async () => {
      await bench.codeHost.repositories('')
      bench.github.state.repositories.splice(0, 1)
      bench.clock.advance(MINUTE_MS + 1)
      assert.deepEqual(await bench.codeHost.repositories('site-0000'), ['acme/site-0000'])
      bench.clock.advance(15 * MINUTE_MS)
      assert.deepEqual(await bench.codeHost.repositories('site-0000'), [])
    })

    it('are all there when a page failed once', async () => {
      fail('&page=7', 1)
      assert.deepEqual(await bench.codeHost.repositories('site-0650'), ['acme/site-0650'])
      assert.deepEqual(bench.asked(), ['GET /installation/repositories × 13'])
    })
  })

  it('answer in time with what has come', async () => {
    bench = await aGithub({ repositories: numbered(250, (number) => `acme/site-${number}`).map((name) => ({ name })) })
    const hasty = bench.another({ answerWithinMs: 1 })
    assert.deepEqual(await hasty.repositories('site'), [], 'nothing yet')
    // The code host that waits asks for the same after it, so that what was on its way has come.
    await bench.codeHost.repositories('site')
    await bench.codeHost.branches('acme/site-0000', '')
    assert.deepEqual(await hasty.repositories('site-0249'), ['acme/site-0249'])
  })

  it('answer with some pages rather than none', async () => {
    bench = await aGithub({ repositories: numbered(250, (number) => `acme/site-${number}`).map((name) => ({ name })) })
    const { codeHost } = bench
    fail('&page=2', 4)
    assert.deepEqual(await codeHost.repositories('site-0120'), [])
    assert.deepEqual(await codeHost.repositories('site-0220'), ['acme/site-0220'], 'of the page that came')
    assert.deepEqual(await codeHost.repositories('site-0120'), ['acme/site-0120'], 'asked again, and all there')
  })

  it('fail where there is nothing to answer with', async () => {
    bench = await aGithub()
    fail('/installation/repositories', 2)
    await rejectsForNow(bench.codeHost.repositories(''))
    assert.equal((await bench.codeHost.repositories('')).length, 3)
  })

  it('do not wait for a limit to pass', async () => {
    bench = await aGithub()
    await bench.codeHost.teams('')
    bench.github.limits.refuseNext(1, 1)
    await rejectsForNow(bench.codeHost.repositories(''))
    assert.deepEqual(bench.asked(), ['GET /orgs/acme/teams', 'GET /installation/repositories'], 'asked once')
  })

  it('say when the App is not installed', async () => {
    bench = await aGithub()
    for (const state of ['gone', 'suspended'] as const) {
      bench.github.state.app.state = state
      await rejectsWithReason(bench.another().repositories(''), 'code-host-not-installed')
      await rejectsWithReason(bench.another().branches('acme/website', ''), 'code-host-not-installed')
    }
  })

  it('say when the credentials are wrong', async () => {
    bench = await aGithub()
    await rejectsWithReason(bench.another({ auth: { token: 'ghp_no' } }).repositories(''), 'code-host-denied')
    await rejectsWithReason(bench.another({ auth: { ...bench.app, appId: '1' } }).teams(''), 'code-host-not-installed')
  })

  it('offer the repositories where people work now first, and none that is archived', async () => {
    bench = await aGithub({
      repositories: [
        { name: 'acme/old', pushedAt: '2020-01-01T00:00:00Z' },
        { name: 'acme/empty' },
        { name: 'acme/shelf', pushedAt: '2026-03-31T00:00:00Z', archived: true },
        { name: 'acme/new', pushedAt: '2026-03-31T00:00:00Z' },
      ],
    })
    assert.deepEqual(await bench.codeHost.repositories(''), ['acme/new', 'acme/old', 'acme/empty'])
  })

  it('work with a token, on the repositories of the organization', async () => {
    bench = await aGithub({ personalTokens: { ghp_plum: CLASSIC } })
    const codeHost = bench.another({ auth: { token: 'ghp_plum' } })
    assert.deepEqual(await codeHost.repositories('thing'), ['acme/thing'])
    assert.deepEqual(bench.asked(), ['GET /orgs/acme/repos'])
  })

  it('give all of 500 branches, the default branch first, by 6 calls', async () => {
    const branches = ['trunk', ...numbered(499, (number) => `feature/t-${number}`)]
    bench = await aGithub({ repositories: [{ name: 'acme/website', branches }] })
    const { codeHost } = bench
    assert.deepEqual((await codeHost.branches('acme/website', '')).slice(0, 2), ['trunk', 'feature/t-0000'])
    assert.equal((await codeHost.branches('acme/website', 't'))[0], 'trunk')
    for (const branch of branches) assert.equal((await codeHost.branches('acme/website', branch))[0], branch)
    assert.deepEqual(bench.asked(), ['GET /repos/acme/website', 'GET /repos/acme/website/branches × 5'])
  })

  it('leave out branches that no site can have, and the default branch that is not there yet', async () => {
    bench = await aGithub({
      repositories: [
        { name: 'acme/odd', branches: ['main', '-x', 'fine'] },
        { name: 'acme/empty', branches: [] },
      ],
    })
    assert.deepEqual(await bench.codeHost.branches('acme/odd', ''), ['main', 'fine'])
    assert.deepEqual(await bench.codeHost.branches('acme/empty', ''), [])
    assert.deepEqual(await bench.codeHost.branches('../odd', ''), [])
  })

  it('find all of 250 teams', async () => {
    const slugs = numbered(250, (number) => `team-${number}`)
    bench = await aGithub({ teams: slugs.map((slug) => ({ slug, logins: [], repositories: [] })) })
    assert.deepEqual((await Promise.all(slugs.map((slug) => bench.codeHost.teams(slug)))).flat(), slugs)
    assert.deepEqual(bench.asked(), ['GET /orgs/acme/teams × 3'])
  })
})
