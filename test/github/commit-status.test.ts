import assert from 'node:assert/strict'
import { failed } from '../support/github/answer.ts'
import { findRepository } from '../support/github/state.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { aGithub, COMMIT, type GithubBench } from './a-github.ts'

const STATUS = {
  commit: COMMIT,
  state: 'success' as const,
  context: 'pokopoko/plum',
  description: 'Deployed',
  url: 'https://plum.test.example.com',
}

describe('commit statuses at GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
  })
  afterEach(() => bench.close())
  const website = () => findRepository(bench.github.state, 'acme/website') ?? assert.fail('no repository')
  const set = (given: Partial<typeof STATUS> = {}, repository = 'acme/website') =>
    bench.codeHost.setStatus(repository, { ...STATUS, ...given })

  it('take two calls, and are what people see', async () => {
    await set()
    const { url: targetUrl, commit: sha, ...shown } = STATUS
    assert.deepEqual(website().statuses, [{ ...shown, sha, targetUrl }])
    assert.deepEqual(bench.asked(), ['GET /repos/acme/website', `POST /repos/acme/website/statuses/${COMMIT}`])
  })

  it('follow a repository that was renamed', async () => {
    bench.github.state.moved.set('acme/site', website().id)
    await set({}, 'acme/site')
    assert.equal(website().statuses.length, 1)
  })

  it('are left where GitHub takes no more of them', async () => {
    for (let count = 0; count < 1000; count++) {
      website().statuses.push({
        sha: COMMIT,
        state: 'success',
        context: STATUS.context,
        description: '',
        targetUrl: '',
      })
    }
    await set()
    assert.equal(website().statuses.length, 1000)
  })

  it('fail where GitHub does not take what is said: that is our fault', async () => {
    await rejectsForNow(set({ description: 'x'.repeat(141) }))
    await rejectsForNow(set({ description: '🌱' }))
  })

  it('tell why GitHub refuses for good', async () => {
    bench.github.state.app.permissions = { metadata: 'read' }
    await rejectsWithReason(set(), 'repository-forbidden')
    await assert.rejects(set(), /it takes statuses=write/)
    bench.github.fail({ where: 'POST', answer: failed(404, 'Not Found') })
    await rejectsWithReason(set(), 'repository-forbidden')
    website().archived = true
    await rejectsWithReason(set(), 'repository-archived')
    bench.github.state.app.state = 'suspended'
    await rejectsWithReason(bench.another().setStatus('acme/website', STATUS), 'code-host-not-installed')
  })

  it('come again when the answer was lost, and say the same', async () => {
    bench.github.fail({ where: 'POST /repos/acme/website/statuses', answer: 'lost' })
    await set()
    assert.deepEqual([...new Set(website().statuses.map(({ state }) => state))], ['success'])
  })
})
