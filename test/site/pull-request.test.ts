import assert from 'node:assert/strict'
import fc from 'fast-check'
import { checkName } from '../../src/site/name.ts'
import { pullRequestNames } from '../../src/site/pull-request.ts'

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
