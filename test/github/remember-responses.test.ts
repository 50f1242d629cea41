import assert from 'node:assert/strict'
import { aGithub, type GithubBench } from './a-github.ts'

const MINUTE_MS = 60_000

describe('what GitHub is asked for again and again', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
    await bench.codeHost.members('acme/website', 'web-team')
  })
  afterEach(() => bench.close())
  const members = async (since?: number) => {
    const found = await bench.codeHost.members('acme/website', 'web-team', since)
    return found.map(({ login }) => login)
  }
  const team = () => bench.github.state.teams[0] ?? assert.fail('no team')

  it('costs nothing of the limit where it has not changed, and is told anew where it has', async () => {
    bench.github.limits.setRemaining(100)
    const teamCalls = () => bench.asked().filter((call) => call.includes('/members'))
    bench.asked()
    bench.clock.advance(MINUTE_MS)
    assert.deepEqual(await members(), ['Bo', 'aki'])
    assert.deepEqual(teamCalls(), ['GET /orgs/acme/teams/web-team/members'])
    const before = Number(bench.github.limits.headers()['x-ratelimit-remaining'])
    bench.clock.advance(1)
    await bench.codeHost.hasTeam('web-team')
    await bench.codeHost.hasTeam('web-team')
    const after = Number(bench.github.limits.headers()['x-ratelimit-remaining'])
    assert.equal(before - after, 1, 'the second answer was the same')
    team().logins.push('cy')
    bench.clock.advance(1)
    assert.deepEqual(await members(), ['Bo', 'aki', 'cy'])
  })

  it('is not what was known where GitHub no longer has it', async () => {
    assert.equal(await bench.codeHost.hasTeam('web-team'), true)
    bench.github.state.teams.length = 0
    bench.clock.advance(MINUTE_MS)
    assert.equal(await bench.codeHost.hasTeam('web-team'), false)
  })

  it('is not asked for within a minute, by who can do with an answer since then', async () => {
    const since = bench.clock.now() - 1
    bench.asked()
    bench.clock.advance(MINUTE_MS - 1)
    team().logins.push('cy')
    assert.deepEqual(await members(since), ['Bo', 'aki'])
    assert.deepEqual(bench.asked(), [])
    bench.clock.advance(1)
    assert.deepEqual(await members(since), ['Bo', 'aki', 'cy'])
  })

  it('is asked for by who needs a later answer, and by who says nothing', async () => {
    bench.clock.advance(10)
    const changedAt = bench.clock.now()
    team().logins.push('cy')
    bench.clock.advance(10)
    assert.deepEqual(await members(changedAt), ['Bo', 'aki', 'cy'])
    team().logins.pop()
    bench.clock.advance(10)
    assert.deepEqual(await members(), ['Bo', 'aki'])
  })

  it('is looked up once for all sites of a repository that are made within a minute: two calls for each, one of which creates', async () => {
    const HOOK = { secret: 'x' }
    const grant = (name: string) =>
      bench.codeHost.grant({ id: name, name }, 'acme/website', { ...HOOK, url: `https://${name}.example/hook` })
    await grant('plum')
    bench.asked()
    for (const name of ['pear', 'fig']) await grant(name)
    assert.deepEqual(bench.asked(), ['GET /repos/acme/website/keys × 2', 'POST /repos/acme/website/keys × 2'])
  })
})
