import assert from 'node:assert/strict'
import { failed } from '../support/github/answer.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const crowd = (count: number) => Array.from({ length: count }, (_, index) => `person-${index}`)

describe('a list of GitHub that comes in pages', () => {
  let bench: GithubBench
  afterEach(() => bench.close())
  const aTeamOf = async (count: number) => {
    bench = await aGithub({ teams: [{ slug: 'all', logins: crowd(count), repositories: ['acme/website'] }] })
  }
  const members = () => bench.codeHost.members('acme/website', 'all')

  for (const status of [409, 404, 500]) {
    it(`does not end with a page that is refused with ${status}`, async () => {
      await aTeamOf(250)
      bench.github.failAll({ where: 'members?per_page=100&page=3', answer: failed(status, 'No') })
      await rejectsForNow(members())
    })
  }

  for (const answer of ['cut', 'short', 'empty'] as const) {
    it(`does not end with a page that is ${answer}`, async () => {
      await aTeamOf(250)
      bench.github.failAll({ where: 'members?per_page=100&page=2', answer })
      await rejectsForNow(members())
    })
  }

  for (const count of [99, 100, 101, 200, 250]) {
    it(`is there in full where a proxy drops the links, all ${count}`, async () => {
      await aTeamOf(count)
      bench.github.dropLinks()
      assert.equal((await members()).length, count)
    })
  }

  it('is there in full where it grew while it was fetched', async () => {
    await aTeamOf(200)
    const [team] = bench.github.state.teams
    assert.ok(team !== undefined)
    bench.github.onCall('members?per_page=100&page=2', () => team.logins.push(...crowd(210).slice(200)))
    assert.equal((await members()).length, 210)
  })
})
