import assert from 'node:assert/strict'
import fc from 'fast-check'
import { checkName } from '../../src/site/name.ts'
import {
  isStaleEvent,
  pullRequestNames,
  type PullRequestEvent,
  withPullRequestEvent,
} from '../../src/site/pull-request.ts'
import { aSite } from '../support/a-site.ts'

describe('names for the site of a pull request', () => {
  it('tell repository and number, and a hash where the first is taken', () => {
    assert.deepEqual(pullRequestNames({ repository: 'acme/Shop_API', number: 12 }), [
      'shop-api-pr-12',
      'shop-api-pr-12-aa0c8e',
    ])
  })

  it('differ for repositories that would share one', () => {
    const [[one, oneHashed], [other, otherHashed]] = [
      pullRequestNames({ repository: 'acme/web.site', number: 1 }),
      pullRequestNames({ repository: 'acme/web-site', number: 1 }),
    ] as const
    assert.equal(one, other)
    assert.notEqual(oneHashed, otherHashed)
  })

  it('are names that a site may bear, whatever the repository is called', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/)
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 10_000_000 }), (repository, number) => {
        for (const made of pullRequestNames({ repository: `acme/${repository}`, number })) checkName(made)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('news of a pull request', () => {
  const site = aSite({ spec: { pullRequest: { number: 7, head: 'b', headAt: 9, at: 5, action: 'labeled' } } })
  const of = { repository: 'orchard/plum', number: 7, branch: 'spring', isFork: false, by: 'github:aki' }
  const news = (intent: PullRequestEvent['intent'], action: string, at: number, head: string): PullRequestEvent => ({
    ...of,
    intent,
    action,
    at,
    head,
  })
  const cases: [string, PullRequestEvent, { head: string; headAt: number; at: number } | 'old'][] = [
    ['a label before the newest commit', news('site', 'reopened', 7, 'a'), { head: 'b', headAt: 9, at: 7 }],
    ['a label of the same second as it', news('site', 'reopened', 9, 'a'), { head: 'b', headAt: 9, at: 9 }],
    ['a label after it', news('away', 'unlabeled', 10, 'c'), { head: 'c', headAt: 10, at: 10 }],
    ['a label before the last one', news('away', 'unlabeled', 4, 'a'), 'old'],
    ['the same label again', news('site', 'labeled', 5, 'a'), 'old'],
    ['a commit after the last label, and before the newest', news('commit', 'synchronize', 7, 'a'), 'old'],
    ['the newest commit again', news('commit', 'synchronize', 9, 'b'), 'old'],
    ['another of the same second', news('commit', 'synchronize', 9, 'c'), { head: 'c', headAt: 9, at: 5 }],
    ['a newer one', news('commit', 'synchronize', 10, 'c'), { head: 'c', headAt: 10, at: 5 }],
  ]
  for (const [what, one, expected] of cases) {
    it(`${expected === 'old' ? 'are known' : 'are taken in'}: ${what}`, () => {
      if (expected === 'old') return assert.ok(isStaleEvent(site, one))
      assert.ok(!isStaleEvent(site, one))
      const { head, headAt, at } = withPullRequestEvent(site, one).spec.pullRequest ?? {}
      assert.deepEqual({ head, headAt, at }, expected)
    })
  }
})
