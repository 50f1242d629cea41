import assert from 'node:assert/strict'
import { failureReasons } from '../../src/site/failure-reasons.ts'
import { codeHostWording } from '../../views/code-host-wording.ts'
import { aSite } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'

const COMMIT = '1'.repeat(40)

describe('what is said beside a commit', () => {
  const reasons = [...failureReasons, 'of a later version']
  for (const locale of ['en', 'ja'] as const) {
    it(`fits into a status of GitHub, whatever the branch is called (${locale})`, () => {
      const { commitStatus } = codeHostWording(aViewContext(locale))
      const branch = `${'🌱'.repeat(40)}\u202E${'x'.repeat(100)}`
      const site = aSite({ spec: { repository: `orchard/${'plum'.repeat(25)}`, branch } })
      for (const reason of reasons) {
        const { description, url } = commitStatus(site, { commit: COMMIT, state: 'failure', reason })
        assert.ok(description !== '' && description.length <= 140, description)
        assert.doesNotMatch(description, /[\u{10000}-\u{10FFFF}\p{Cc}\u2028-\u202E`]/u)
        assert.equal(url, 'https://plum.test.example.com')
      }
    })
  }

  it('names the variables that the environment lacks', () => {
    const { commitStatus } = codeHostWording(aViewContext('en'))
    const lacking = { reason: 'environment-missing', variables: ['A_KEY'] }
    const { description } = commitStatus(aSite(), { commit: COMMIT, state: 'failure', ...lacking })
    assert.match(description, /aren't set: A_KEY\./)
  })

  it('names the branch', () => {
    const { commitStatus } = codeHostWording(aViewContext('en'))
    const { description } = commitStatus(aSite(), { commit: COMMIT, state: 'failure', reason: 'branch-missing' })
    assert.equal(
      description,
      "orchard/plum has no branch main. Push that branch, or choose another one in the site's settings.",
    )
  })
})
