import assert from 'node:assert/strict'
import { operations } from '../../src/site/operations/all.ts'
import { cardFacts, type CardFacts } from '../../src/site/card.ts'
import { phases, type Phase } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { handOver } from '../../src/site/operations/hand-over.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { at } from './at.ts'
import { REQUEST } from './operations/granted.ts'
import { aFailure, archive, READY_AT, siteThatIs } from './sites.ts'

const facts = (site: Site): CardFacts => cardFacts(site, defaultPolicy)

describe('cardFacts', () => {
  it('are what people see of a site that is ready', () => {
    const { spec, status, history } = aSite()
    assert.deepEqual(facts(aSite()), {
      name: 'plum',
      phase: 'ready',
      progress: [],
      repository: 'orchard/plum',
      branch: 'main',
      deploy: status.deploy,
      owner: 'U001',
      accessUser: 'guest',
      expiresAt: spec.expiresAt,
      operations: operations.filter((one) => one.isPossible(aSite())).map(({ name }) => name),
      lastChange: history[0],
    })
  })

  it('leave out what is not there', () => {
    const bare = facts(aSite({ status: { deploy: undefined, instance: undefined }, history: [] }))
    for (const key of ['deploy', 'lastChange', 'ssh', 'failure', 'purgeAt']) assert.ok(!(key in bare), key)
  })

  it('are the same for all that people do not see, so that no card is edited for it', () => {
    const unseen: Overrides<Site>[] = [
      { version: 8 },
      { spec: { channel: 'C002', size: 'large', spaFallback: true, usersRevision: 2 } },
      { status: { alarmAt: 5, repositoryAccess: undefined, launches: 3 } },
      { status: { instance: { since: READY_AT }, reportTokens: ['00'], users: { count: 3, revision: 1, launch: 1 } } },
      { status: { card: { key: 'digest', claimedAt: READY_AT, channel: 'C001', ts: '1.0' } } },
      { status: { failures: { card: aFailure({ policy: 'notification' }) } } },
    ]
    for (const overrides of unseen) assert.deepEqual(facts(aSite(overrides)), facts(aSite()), JSON.stringify(overrides))
  })

  it('tell how to log in', () => {
    const ssh = { host: '127.0.0.1', port: 2201 }
    assert.deepEqual(facts(aSite({ status: { instance: { ssh } } })).ssh, ssh)
  })

  it('tell the last change', () => {
    const { lastChange } = facts(handOver.apply(aSite(), { ...REQUEST, owner: 'U003' }))
    assert.deepEqual(lastChange, { at: REQUEST.now, by: 'U002', action: 'hand-over', to: 'U003' })
  })

  it('tell when an archive is purged, of an archived site only', () => {
    const purgeAt = at('2026-12-03T18:00+09:00')
    assert.equal(facts(siteThatIs('archived')).purgeAt, purgeAt)
    assert.equal(facts(aSite({ status: { archive } })).purgeAt, undefined)
  })

  const troubles = { deploy: { reason: 'release-failed', at: READY_AT, log: 'no such table' }, programs: [] }

  it('tell what is wrong with a site that is served all the same, and only of such a one', () => {
    const troubled = (phase: Phase) => {
      const site = siteThatIs(phase)
      return facts({ ...site, status: { ...site.status, troubles } }).troubles
    }
    for (const phase of phases) assert.deepEqual(troubled(phase), phase === 'ready' ? troubles : undefined, phase)
  })

  it('tell who of the team has no key, and that the machine may be stopped, while it is wanted', () => {
    const more = { status: { users: { count: 2, withoutKeys: ['ken'], revision: 1, launch: 1 } } }
    const up = facts(aSite({ spec: { spot: true, sshTeam: 'web' }, ...more }))
    assert.deepEqual([up.withoutKeys, up.spot], [['ken'], true])
    const archived = facts(aSite({ spec: { spot: true, sshTeam: 'web', desired: 'archived' }, ...more }))
    assert.deepEqual([archived.withoutKeys, archived.spot], [undefined, undefined])
  })

  const log = 'fatal: no such branch'
  const failures: [why: string, failures: Site['status']['failures'], failure: CardFacts['failure']][] = [
    [
      'what it is stuck on, with the end of its log',
      { access: aFailure({ retryAt: 9 }), 'set-up': aFailure({ detail: log }) },
      { step: 'set-up', failure: { reason: 'no-capacity', detail: log } },
    ],
    [
      'what is tried again, and when',
      { access: aFailure({ retryAt: 9 }) },
      { step: 'access', failure: { reason: 'no-capacity', retryAt: 9 } },
    ],
    ['nothing that only concerns messages', { 'notify-ready': aFailure({ policy: 'notification' }) }, undefined],
    ['nothing that was before somebody asked', { launch: aFailure({ retryRevision: 0 }) }, undefined],
  ]
  for (const [why, failing, failure] of failures) {
    it(`tell ${why}`, () => assert.deepEqual(facts(aSite({ status: { failures: failing } })).failure, failure))
  }
})
