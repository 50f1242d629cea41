import assert from 'node:assert/strict'
import { commitOutcome } from '../../src/site/commit-outcome.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite, type Overrides } from '../support/a-site.ts'

const HEAD = '1'.repeat(40)
const NEXT = '2'.repeat(40)
const TOLD_AT = 1_000_000
const pullRequest = { number: 7, head: HEAD, headAt: TOLD_AT, at: 1, action: 'labeled' }
const deployed = (commit: string, deployedAt: number) => ({ commit, subject: '', author: '', at: 1, deployedAt })
const failed = (commit: string, at: number) => ({
  deploy: { reason: 'release-failed', at, commit, log: '' },
  programs: [],
})

describe('what a commit of a pull request shows', () => {
  const newest: [string, Overrides<Site['status']>, string, string][] = [
    ['what was told, before the machine meets it', { deploy: deployed(NEXT, TOLD_AT) }, 'pending', HEAD],
    ['what is deployed later', { deploy: deployed(NEXT, TOLD_AT + 1) }, 'success', NEXT],
    ['what fails later', { deploy: deployed(HEAD, 1), troubles: failed(NEXT, TOLD_AT + 1) }, 'failure', NEXT],
    ['not what failed earlier', { deploy: deployed(HEAD, 1), troubles: failed(NEXT, TOLD_AT - 1) }, 'success', HEAD],
  ]
  for (const [what, status, state, commit] of newest) {
    it(`takes for the newest ${what}`, () => {
      const outcome = commitOutcome(aSite({ spec: { pullRequest }, status }))
      assert.deepEqual([outcome?.state, outcome?.commit], [state, commit])
    })
  }

  it('knows no better of records of earlier versions than when they were told anything', () => {
    const earlier = { ...pullRequest, headAt: undefined, at: TOLD_AT }
    const outcome = commitOutcome(
      aSite({ spec: { pullRequest: earlier }, status: { deploy: deployed(NEXT, TOLD_AT) } }),
    )
    assert.deepEqual(outcome, { commit: HEAD, state: 'pending' })
  })

  const pending = { commit: HEAD, key: 'pending' }
  const ends: [string, Site['spec']['desired'], Overrides<Site['status']>, string | undefined][] = [
    ['ends', 'archived', {}, 'error'],
    ['ends', 'gone', {}, 'error'],
    ['ends well where it was deployed after all', 'archived', { deploy: deployed(HEAD, 1) }, 'success'],
    ['ends with the reason where it failed', 'gone', { troubles: failed(HEAD, 1) }, 'failure'],
    ['goes on', 'asleep', {}, undefined],
    ['does not end twice', 'archived', { commitStatus: { commit: HEAD, key: 'error' } }, undefined],
  ]
  for (const [what, desired, status, state] of ends) {
    it(`${what} when it is pending and the site is to be ${desired}`, () => {
      const site = aSite({ spec: { pullRequest, desired }, status: { commitStatus: pending, ...status } })
      const outcome = commitOutcome(site)
      assert.equal(outcome?.state, state)
      assert.ok(outcome === undefined || outcome.commit === HEAD)
    })
  }
})
