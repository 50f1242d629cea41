import assert from 'node:assert/strict'
import { failed } from '../support/github/answer.ts'
import { CLASSIC } from '../support/github/personal-token.ts'
import { type FakeComment, findRepository } from '../support/github/state.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const MARK = '<!-- pokopoko test.example.com -->'
const ours = (text: string) => `${text}\n\n${MARK}`

describe('the comment on a pull request at GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub({ personalTokens: { ghp_plum: CLASSIC } }, { siteDomain: 'test.example.com' })
  })
  afterEach(() => bench.close())
  const website = () => findRepository(bench.github.state, 'acme/website') ?? assert.fail('no repository')
  const say = (body: string, known?: string) => bench.codeHost.comment('acme/website', 7, body, known)
  const bodies = () => website().comments.map(({ body }) => body)
  const has = (...comments: Omit<FakeComment, 'id' | 'pull'>[]) => {
    for (const comment of comments) website().comments.push({ id: bench.github.state.nextId(), pull: 7, ...comment })
  }

  it('is found among hundreds', async () => {
    has(...Array.from({ length: 150 }, () => ({ body: 'LGTM', by: 'somebody' as const })))
    has({ body: ours('On its way'), by: 'app' })
    has(...Array.from({ length: 100 }, () => ({ body: 'LGTM', by: 'somebody' as const })))
    await say('Ready')
    assert.equal(bodies()[150], ours('Ready'))
    assert.equal(bodies().length, 251)
  })

  it('takes one call once it is known, and another where the repository was not looked up for a minute', async () => {
    const id = await say('On its way')
    bench.asked()
    await say('Ready', id)
    const edit = `PATCH /repos/acme/website/issues/comments/${id}`
    assert.deepEqual(bench.asked(), [edit])
    bench.clock.advance(60_000)
    await say('Asleep', id)
    assert.deepEqual(bench.asked(), ['GET /repos/acme/website', edit])
  })

  it("is not somebody else's who has written the same, nor another installation's", async () => {
    const others = [
      { body: ours('Ready, at https://evil.example'), by: 'somebody' as const },
      { body: 'Ready\n\n<!-- pokopoko staging.example.com -->', by: 'app' as const },
    ]
    has(...others)
    await say('Ready')
    assert.deepEqual(bodies(), [...others.map(({ body }) => body), ours('Ready')])
  })

  it('is made anew after somebody has deleted it', async () => {
    const id = await say('On its way')
    website().comments.splice(0)
    assert.notEqual(await say('Ready', id), id)
    assert.deepEqual(bodies(), [ours('Ready')])
  })

  it('is there once when the answer was lost, and found later', async () => {
    bench.github.fail({ where: 'POST /repos/acme/website/issues/7/comments', answer: 'lost' })
    await rejectsForNow(say('On its way'))
    assert.deepEqual(bodies(), [ours('On its way')])
    await say('Ready')
    assert.deepEqual(bodies(), [ours('Ready')])
  })

  it('is written with a token, too, and found by whose it is', async () => {
    has({ body: ours('Not this one'), by: 'somebody' })
    const withToken = bench.another({ auth: { token: 'ghp_plum' } })
    const id = await withToken.comment('acme/website', 7, 'On its way')
    assert.equal(await withToken.comment('acme/website', 7, 'Ready'), id)
    assert.deepEqual(bodies(), [ours('Not this one'), ours('Ready')])
  })

  it('tells why GitHub refuses for good', async () => {
    website().lockedPulls.push(7)
    await rejectsWithReason(say('Ready'), 'repository-forbidden')
    bench.github.state.app.permissions = { metadata: 'read', pull_requests: 'read' }
    await assert.rejects(say('Ready'), /it takes issues=write or pull_requests=write/)
    bench.github.fail({ where: 'issues/7/comments', answer: failed(404, 'Not Found') })
    await rejectsWithReason(say('Ready'), 'repository-forbidden')
    website().archived = true
    await rejectsWithReason(say('Ready'), 'repository-archived')
  })
})
