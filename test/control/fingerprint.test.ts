import assert from 'node:assert/strict'
import { createFingerprint, NOT_SHOWN } from '../../src/control/steps/fingerprint.ts'
import { cardFacts } from '../../src/site/card.ts'
import { phases } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import type { Site, SiteStatus } from '../../src/site/site.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { stepOptions } from '../support/fake-ports.ts'
import { siteThatIs } from '../site/sites.ts'

const posting = { key: 'another', claimedAt: SITE_CREATED_AT + 1, channel: 'C009', ts: '9.9' }
/** Whatever is in what is not shown. */
const notShown: Partial<SiteStatus> = {
  alarmAt: SITE_CREATED_AT + 1,
  notifications: { ready: posting, expiring: posting, failed: posting },
  card: posting,
  comment: { key: 'another', claimedAt: SITE_CREATED_AT + 1, id: 'another' },
  commitStatus: { commit: '9'.repeat(40), key: 'failure' },
  editLeases: { 'card-edit': SITE_CREATED_AT + 1 },
}

function aCountedFingerprint() {
  let works = 0
  const fingerprint = createFingerprint((site) => {
    works += 1
    return JSON.stringify([site.id, site.spec.owner, site.status.route, site.history])
  })
  return { fingerprint, works: () => works }
}

describe('the fingerprint of what is said of a site', () => {
  it('is worked out once while nothing changes that could be shown', () => {
    const { fingerprint, works } = aCountedFingerprint()
    const site = aSite()
    const first = fingerprint(site)
    assert.equal(fingerprint({ ...site, version: 9, status: { ...site.status, ...notShown } }), first)
    assert.equal(works(), 1)
  })

  it('is another where something else is said', () => {
    const { fingerprint } = aCountedFingerprint()
    const site = aSite()
    const { route: _, ...status } = site.status
    const others: Site[] = [
      { ...site, status },
      { ...site, id: 'another' },
      { ...site, spec: { ...site.spec, owner: 'U009' } },
      { ...site, history: [] },
    ]
    const fingerprints = [site, ...others, site].map((one) => fingerprint(one))
    assert.equal(new Set(fingerprints).size, others.length + 1)
  })

  for (const phase of phases) {
    it(`leaves out nothing that is shown of a site that is ${phase}`, () => {
      assert.deepEqual(Object.keys(notShown).toSorted(), [...NOT_SHOWN].toSorted())
      const { pullRequestComment } = stepOptions(defaultPolicy).wording
      const site = siteThatIs(phase)
      const toldSite = { ...site, status: { ...site.status, ...notShown } }
      assert.deepEqual(cardFacts(toldSite, defaultPolicy), cardFacts(site, defaultPolicy))
      assert.equal(pullRequestComment(toldSite), pullRequestComment(site))
    })
  }
})
