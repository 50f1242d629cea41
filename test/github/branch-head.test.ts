import assert from 'node:assert/strict'
import { LimitError, PermanentError } from '../../src/site/errors.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { failed } from '../support/github/answer.ts'
import { findRepository } from '../support/github/state.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const [ONE, TWO] = ['1'.repeat(40), '2'.repeat(40)] as const
const CALL = 'GET /repos/acme/website/commits/heads/main'
/** Twice tried again by the client itself. */
const TRIES = 3

describe('the head of a branch at GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
    bench.github.state.repositories[0]?.heads.set('main', ONE)
  })
  afterEach(() => bench.close())
  const head = (known?: string, codeHost = bench.codeHost) => codeHost.branchHead('acme/website', 'main', known)
  const remaining = () => bench.github.limits.headers()['x-ratelimit-remaining']

  it('is asked for by one call, which counts for nothing while it is what it was thought to be', async () => {
    assert.equal(await head(), ONE)
    const left = remaining()
    for (let time = 0; time < 20; time++) assert.equal(await head(ONE), ONE)
    assert.equal(remaining(), left)
    assert.deepEqual(bench.asked(), [`${CALL.replace('heads/main', 'heads%2Fmain')} × 21`])
    bench.github.state.repositories[0]?.heads.set('main', TWO)
    assert.equal(await head(ONE), TWO)
    assert.equal(Number(remaining()), Number(left) - 1)
  })

  it('counts for nothing also with the token of the next hour, which other ETags are not good for', async () => {
    await head()
    const other = bench.another()
    await other.branchHead('acme/website', 'main')
    const left = remaining()
    await head(ONE, other)
    assert.equal(remaining(), left)
  })

  it('is followed to where a repository was moved, and known by no branch that was renamed', async () => {
    const repository = findRepository(bench.github.state, 'acme/website') ?? assert.fail()
    bench.github.state.moved.set('acme/website', repository.id)
    repository.name = 'shop'
    assert.equal(await head(ONE), ONE)
    repository.branches[0] = 'trunk'
    assert.equal(await head(ONE), undefined)
    repository.branches = []
    assert.equal(await head(ONE), undefined, 'no commit at all')
  })

  const broken: [what: string, answer: ReturnType<typeof failed> | 'lost'][] = [
    ['fails', failed(502, 'Server Error')],
    ['does not answer', 'lost'],
  ]
  for (const [what, answer] of broken) {
    it(`is not "none" while GitHub ${what}`, async () => {
      for (let time = 0; time < TRIES; time++) bench.github.fail({ where: '/commits/', answer })
      await rejectsForNow(head(ONE))
      assert.equal(await head(ONE), ONE)
    })
  }

  it('is not "none" where the answer was cut off, or is another', async () => {
    for (const text of ['', ONE.slice(1), '<html>']) {
      bench.github.failAll({
        where: '/commits/',
        answer: { status: 200, text, headers: { 'content-type': 'text/plain' } },
      })
      await rejectsForNow(head())
      bench.github.recover()
    }
  })

  it('says that it has to wait, and that it may not be asked', async () => {
    bench.github.limits.setRemaining(0)
    await assert.rejects(head(ONE), LimitError)
    bench.github.limits.setRemaining(100)
    bench.github.state.app.state = 'gone'
    await assert.rejects(bench.another().branchHead('acme/website', 'main', ONE), PermanentError)
  })
})
