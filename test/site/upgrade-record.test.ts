import assert from 'node:assert/strict'
import { type Site, siteSchema } from '../../src/site/site.ts'
import { upgradeRecord } from '../../src/site/upgrade-record.ts'
import { aSite } from '../support/a-site.ts'
import { aFailure } from './sites.ts'

/** A failure as it was before it said what it means. */
function earlierFailure() {
  const { policy: _, ...failure } = aFailure()
  return failure
}

describe('upgradeRecord', () => {
  const cases = [
    ['set-up', 'set-up', { policy: 'fails-site' }],
    ['observe-boot', 'observe-boot', { policy: 'fails-site' }],
    ['users', 'users', { policy: 'keeps-trying' }],
    ['slot', 'quota', { policy: 'keeps-trying' }],
    ['deploy', 'deploy', { policy: 'keeps-trying', hidden: true }],
    ['owner', 'owner', { policy: 'keeps-trying', hidden: true }],
    ['card-edit', 'card-edit', { policy: 'notification' }],
    ['announce-expiring', 'notify-expiring', { policy: 'notification' }],
    ['settle-warning', 'resolve-warning', { policy: 'notification' }],
    ['settle-adoption', 'resolve-adoption', { policy: 'notification' }],
  ] as const
  for (const [before, name, declared] of cases) {
    it(`gives an earlier failure of ${before} its name and policy`, () => {
      const site = aSite()
      const record = { ...site, status: { ...site.status, failures: { [before]: earlierFailure() } } }
      const { failures } = siteSchema.parse(upgradeRecord(record)).status
      assert.deepEqual(failures, { [name]: { ...aFailure(), ...declared } })
    })
  }

  it('gives fields their names of today, and keeps what is in them', () => {
    const posting = { key: 'k', claimedAt: 1, channel: 'C001', ts: '1.1' }
    const { durations, repositoryAccess, quotaOwner, notifications: _, ...status } = aSite().status
    const record = {
      ...aSite(),
      spec: { ...aSite().spec, archiveAskedAt: 7 },
      status: {
        ...status,
        took: durations,
        grant: { ...repositoryAccess, leftFor: 'gone' },
        slot: quotaOwner,
        announced: { expiring: { ...posting, settled: true } },
        editing: { 'card-edit': 5 },
        undoing: { step: 'unroute', since: 6 },
        ownerLook: { owner: 'U001', membership: 'guest', at: 2, since: 1 },
        teamLoss: { reason: 'gone', since: 1, lookedAt: 2, revision: 1 },
      },
      history: [{ at: 1, by: 'pokopoko', action: 'refreshUsers', leavers: [{ login: 'ken', sites: 2 }] }],
    }
    const expected: Site = {
      ...aSite(),
      spec: { ...aSite().spec, archiveRequestedAt: 7 },
      status: {
        ...aSite().status,
        repositoryAccess: { repository: 'orchard/plum', ...repositoryAccess, revokeSkippedFor: 'gone' },
        notifications: { expiring: { ...posting, resolved: true } },
        editLeases: { 'card-edit': 5 },
        lease: { step: 'unroute', since: 6 },
        ownerCheck: { owner: 'U001', membership: 'guest', at: 2, since: 1 },
        teamLoss: { reason: 'gone', since: 1, checkedAt: 2, revision: 1 },
      },
      history: [{ at: 1, by: 'pokopoko', action: 'refresh-users', removedMembers: [{ login: 'ken', sites: 2 }] }],
    }
    assert.deepEqual(siteSchema.parse(upgradeRecord(record)), expected)
  })

  it('drops failures of steps that there are no more', () => {
    const site = aSite()
    const record = { ...site, status: { ...site.status, failures: { mow: earlierFailure(), route: aFailure() } } }
    assert.deepEqual(siteSchema.parse(upgradeRecord(record)).status.failures, { route: aFailure() })
  })

  it('gives operations the names that they have now', () => {
    const site = aSite()
    const before = ['handOver', 'changePassword', 'refreshUsers', 'deleteWithoutArchive', 'extend', 'expire']
    const history = before.map((action) => ({ at: 1, by: 'U001', action }))
    const names = siteSchema.parse(upgradeRecord({ ...site, history })).history.map(({ action }) => action)
    assert.deepEqual(names, [
      'hand-over',
      'change-password',
      'refresh-users',
      'delete-without-archive',
      'extend',
      'expire',
    ])
  })

  it('leaves a record of this version as it is, and what is no record to the schema', () => {
    const site = aSite({ status: { failures: { users: aFailure() } } })
    assert.deepEqual(upgradeRecord(site), site)
    for (const other of [undefined, 'text', {}, { status: 7 }]) {
      assert.equal(siteSchema.safeParse(upgradeRecord(other)).success, false)
    }
  })
})
