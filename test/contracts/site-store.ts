import assert from 'node:assert/strict'
import type { SiteStore } from '../../src/control/ports.ts'
import type { AuditEntry } from '../../src/site/audit.ts'
import { ConflictError, isConflictError } from '../../src/site/errors.ts'
import { aSite } from '../support/a-site.ts'
import { listContract, pageContract } from './site-lists.ts'

export interface SiteStoreHarness {
  /** Empty. */
  store: SiteStore
  auditTrail(since: number): Promise<AuditEntry[]>
  close(): Promise<void>
}

/** What every implementation of `SiteStore` does. */
export function siteStoreContract(name: string, make: () => Promise<SiteStoreHarness>): void {
  describe(`SiteStore: ${name}`, () => {
    let harness: SiteStoreHarness
    beforeEach(async () => {
      harness = await make()
    })
    afterEach(() => harness.close())

    describe('a record', () => recordContract(() => harness.store))
    describe('its lists', () => listContract(() => harness.store))
    describe('pages of a list', () => pageContract(() => harness.store))
    describe('quota', () => quotaContract(() => harness.store))
    describe('costs of removed sites', () => removedCostsContract(() => harness.store))
    describe('pictures', () => pictureContract(() => harness.store))
    describe('audit trail', () => auditContract(() => harness))
    describe('environments of repositories', () => repositoryEnvironmentContract(() => harness.store))
    describe('orphans', () => orphanContract(() => harness.store))
    describe('logs of calls', () => callLogContract(() => harness.store))
    describe('leases', () => leaseContract(() => harness.store))
  })
}

const conflict = (promise: Promise<unknown>) => assert.rejects(promise, ConflictError)

function recordContract(store: () => SiteStore): void {
  it('is not there at first', async () => {
    assert.equal(await store().load('plum'), undefined)
  })

  it('is not there under what is no name, whatever is asked for', async () => {
    await store().saveOrphans([{ key: 'machine 1', since: 1 }])
    for (const name of ['', ' ', '#sweep', 'a'.repeat(5000), '../plum', '\0', 'Plum', '𠮷', '__proto__']) {
      assert.equal(await store().load(name), undefined)
    }
  })

  it('is kept as it was created', async () => {
    const site = aSite()
    assert.deepEqual(await store().create(site), site)
    assert.deepEqual(await store().load('plum'), site)
  })

  it('is a copy', async () => {
    const site = aSite()
    const created = await store().create(site)
    site.spec.branch = 'changed'
    // Some do not even let themselves be changed.
    Reflect.set(created.spec, 'branch', 'changed')
    const loaded = await store().load('plum')
    assert.equal(loaded?.spec.branch, 'main')
    Reflect.set(loaded.spec, 'branch', 'changed')
    assert.equal((await store().load('plum'))?.spec.branch, 'main')
  })

  it('has its version raised by each save', async () => {
    const created = await store().create(aSite({ version: 0 }))
    const saved = await store().save({ ...created, spec: { ...created.spec, branch: 'next' } })
    assert.deepEqual(saved, { ...created, version: 1, spec: { ...created.spec, branch: 'next' } })
    assert.deepEqual(await store().load('plum'), saved)
    assert.equal((await store().save(saved)).version, 2)
  })

  it('loses parts that a save leaves out', async () => {
    const created = await store().create(aSite())
    const { instance: _, ...status } = created.status
    await store().save({ ...created, status })
    assert.ok(!('instance' in ((await store().load('plum'))?.status ?? {})))
  })

  it('is created once', async () => {
    const site = await store().create(aSite())
    await conflict(store().create(aSite({ id: 'another', spec: { branch: 'next' } })))
    assert.deepEqual(await store().load('plum'), site)
  })

  it('is saved by one of two', async () => {
    const site = await store().create(aSite())
    const attempts = await Promise.allSettled(
      ['one', 'two'].map((branch) => store().save({ ...site, spec: { ...site.spec, branch } })),
    )
    const [winner] = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
    const [error] = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as unknown] : []))
    assert.ok(error instanceof ConflictError)
    assert.deepEqual(await store().load('plum'), winner)
  })

  it('is not saved before it is created', async () => {
    await conflict(store().save(aSite()))
    assert.equal(await store().load('plum'), undefined)
  })

  it('is removed in the version that was loaded', async () => {
    const old = await store().create(aSite())
    const site = await store().save(old)
    await conflict(store().remove(old))
    await store().remove(site)
    assert.equal(await store().load('plum'), undefined)
    await conflict(store().remove(site))
    await conflict(store().save(site))
  })

  it('is not mistaken for an older one of the same name', async () => {
    const old = await store().create(aSite({ id: 'old', version: 3 }))
    await store().remove(old)
    const young = await store().create(aSite({ id: 'young', version: 3 }))
    await conflict(store().save(old))
    await conflict(store().remove(old))
    assert.deepEqual(await store().load('plum'), young)
  })

  it('is refused when it could not be read again', async () => {
    const site = aSite()
    await assert.rejects(store().create({ ...site, spec: { ...site.spec, owner: '' } }))
    assert.equal(await store().load('plum'), undefined)
  })
}

function quotaContract(store: () => SiteStore): void {
  const held = async () => (await store().quotaEntries()).map(({ siteId, owner }) => `${owner}:${siteId}`).toSorted()

  const isCounted = async (expected: number) => {
    const { count, underWay } = await store().quotaTotal()
    assert.deepEqual({ count, underWay }, { count: expected, underWay: 0 })
  }

  it('are none at first', async () => {
    assert.deepEqual(await store().quotaEntries(), [])
    await store().releaseQuota({ siteId: 'a', owner: 'U1' })
    assert.deepEqual(await store().quotaEntries(), [])
  })

  it('are held until they are freed, once however often they are asked for', async () => {
    const limits = { all: 2, perOwner: 2 }
    for (const siteId of ['a', 'b', 'a', 'b']) {
      assert.equal(await store().takeQuota({ siteId, owner: 'U1' }, { limits }), 'taken')
    }
    assert.deepEqual(await held(), ['U1:a', 'U1:b'])
    for (let time = 0; time < 2; time++) await store().releaseQuota({ siteId: 'a', owner: 'U1' })
    await store().releaseQuota({ siteId: 'b', owner: 'U2' })
    assert.deepEqual(await held(), ['U1:b'])
    assert.equal(await store().takeQuota({ siteId: 'c', owner: 'U2' }, { limits }), 'taken')
    assert.equal(await store().takeQuota({ siteId: 'd', owner: 'U3' }, { limits }), 'site-quota-reached')
  })

  it('are refused past the limits, and not without limits', async () => {
    const limits = { all: 3, perOwner: 2 }
    for (const siteId of ['a', 'b']) await store().takeQuota({ siteId, owner: 'U1' }, { limits })
    assert.equal(await store().takeQuota({ siteId: 'c', owner: 'U1' }, { limits }), 'owner-quota-reached')
    assert.equal(await store().takeQuota({ siteId: 'c', owner: 'U2' }, { limits }), 'taken')
    assert.equal(await store().takeQuota({ siteId: 'd', owner: 'U2' }, { limits }), 'site-quota-reached')
    assert.equal(await store().takeQuota({ siteId: 'd', owner: 'U1' }), 'taken')
    assert.deepEqual(await held(), ['U1:a', 'U1:b', 'U1:d', 'U2:c'])
  })

  it('are handed over, past the limit for all but not past that for the other', async () => {
    const limits = { all: 1, perOwner: 1 }
    await store().takeQuota({ siteId: 'a', owner: 'U1' }, { limits })
    for (let time = 0; time < 2; time++) {
      assert.equal(await store().takeQuota({ siteId: 'a', owner: 'U2' }, { from: 'U1', limits }), 'taken')
    }
    assert.deepEqual(await held(), ['U2:a'])
    await store().takeQuota({ siteId: 'b', owner: 'U1' })
    assert.equal(await store().takeQuota({ siteId: 'b', owner: 'U2' }, { from: 'U1', limits }), 'owner-quota-reached')
    assert.equal(await store().takeQuota({ siteId: 'c', owner: 'U3' }, { from: 'U1', limits }), 'site-quota-reached')
    assert.deepEqual(await held(), ['U1:b', 'U2:a'])
  })

  it('are never overspent by fifty at once', async () => {
    const ask = (index: number) =>
      store().takeQuota({ siteId: `site-${index}`, owner: `U${index % 5}` }, { limits: { all: 12, perOwner: 3 } })
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index)))
    assert.equal(answers.filter((answer) => answer === 'taken').length, 12)
    assert.equal((await store().quotaEntries()).length, 12)
    await isCounted(12)
  })

  it('are counted, whatever happens to them', async () => {
    await isCounted(0)
    const entries = Array.from({ length: 10 }, (_, index) => ({ siteId: `site-${index}`, owner: `U${index % 3}` }))
    await Promise.all(entries.map((entry) => store().takeQuota(entry)))
    await isCounted(10)
    await Promise.all([...entries, ...entries].map((entry) => store().releaseQuota(entry)))
    assert.deepEqual(await store().quotaEntries(), [])
    await isCounted(0)
    await Promise.all(entries.flatMap((entry) => [store().takeQuota(entry), store().takeQuota(entry)]))
    await Promise.all(entries.map(({ siteId, owner }) => store().takeQuota({ siteId, owner: 'U9' }, { from: owner })))
    assert.equal((await store().quotaEntries()).filter(({ owner }) => owner === 'U9').length, 10)
    await isCounted(10)
    await store().recountQuota((await store().quotaTotal()).revision)
    await isCounted(10)
  })

  it('are no sites', async () => {
    await store().takeQuota({ siteId: 'a', owner: 'U1' })
    for (const query of [
      { by: 'owner', owner: 'U1' },
      { by: 'life', life: 'live' },
    ] as const) {
      assert.deepEqual((await store().list(query, { limit: 10 })).sites, [])
    }
  })
}

function repositoryEnvironmentContract(store: () => SiteStore): void {
  const first = { version: 1, key: 'key-1', names: ['A'], by: 'U1', to: 'A' }

  it('are none at first', async () => {
    assert.equal(await store().loadRepositoryEnvironment('acme/website'), undefined)
  })

  it('are those that were saved last, however the repository is written', async () => {
    await store().saveRepositoryEnvironment('Acme/Website', first)
    assert.deepEqual(await store().loadRepositoryEnvironment('acme/website'), first)
    const second = { version: 2, names: [], by: 'U2', to: 'A' }
    await store().saveRepositoryEnvironment('acme/website', second)
    assert.deepEqual(await store().loadRepositoryEnvironment('ACME/website'), second)
    assert.equal(await store().loadRepositoryEnvironment('acme/shop-api'), undefined)
  })

  it('are changed by one at a time', async () => {
    await store().saveRepositoryEnvironment('acme/website', first)
    for (const other of [
      { ...first, version: 3 },
      { ...first, by: 'U2' },
    ]) {
      await assert.rejects(store().saveRepositoryEnvironment('acme/website', other), isConflictError)
    }
    assert.deepEqual(await store().loadRepositoryEnvironment('acme/website'), first)
  })

  it('are no sites', async () => {
    await store().saveRepositoryEnvironment('acme/website', first)
    for (const life of ['live', 'archived'] as const) {
      assert.deepEqual((await store().list({ by: 'life', life }, { limit: 10 })).sites, [])
    }
  })
}

function callLogContract(store: () => SiteStore): void {
  const calls = [
    { at: 1_790_000_000_000, kind: 'key', count: 3 },
    { at: 1_790_000_061_000, kind: 'other', count: 1 },
  ]

  it('are none at first', async () => {
    assert.equal(await store().loadCallLog('creations'), undefined)
  })

  it('are those that were saved last, each for itself', async () => {
    await store().saveCallLog('creations', { version: 1, calls: calls.slice(0, 1) })
    await store().saveCallLog('creations', { version: 2, calls })
    assert.deepEqual(await store().loadCallLog('creations'), { version: 2, calls })
    assert.equal(await store().loadCallLog('launches'), undefined)
  })

  it('are changed by one at a time', async () => {
    await store().saveCallLog('creations', { version: 1, calls })
    for (const version of [1, 3]) {
      await assert.rejects(store().saveCallLog('creations', { version, calls: [] }), isConflictError)
    }
    assert.deepEqual(await store().loadCallLog('creations'), { version: 1, calls })
  })

  it('are no sites', async () => {
    await store().saveCallLog('creations', { version: 1, calls })
    assert.deepEqual((await store().list({ by: 'life', life: 'live' }, { limit: 10 })).sites, [])
  })
}

function auditContract(harness: () => SiteStoreHarness): void {
  const store = () => harness().store
  const trail = (since: number) => harness().auditTrail(since)
  const line = {
    at: 1,
    by: 'U001',
    action: 'create',
    to: 'main',
    site: 'plum',
    siteId: 'site-1',
    repository: 'acme/plum',
  }

  it('is empty at first', async () => {
    assert.deepEqual(await trail(0), [])
  })

  it('keeps each entry once, oldest first, from a moment on', async () => {
    const later = {
      ...line,
      at: 3,
      action: 'refresh-users',
      removedMembers: [{ login: 'aki', sites: 2 }],
      to: undefined,
    }
    const sameMoment = { ...line, at: 3, by: 'U002', to: 7 }
    for (const entry of [later, line, sameMoment, line]) await store().addAuditEntry(entry)
    const [first, ...rest] = await trail(1)
    assert.deepEqual([first, rest.length], [line, 2])
    assert.deepEqual(
      rest.toSorted((a, b) => a.by.localeCompare(b.by)),
      [
        {
          at: 3,
          by: 'U001',
          action: 'refresh-users',
          removedMembers: [{ login: 'aki', sites: 2 }],
          site: 'plum',
          siteId: 'site-1',
          repository: 'acme/plum',
        },
        sameMoment,
      ],
    )
    assert.equal((await trail(2)).length, 2)
  })

  it('stays when the site goes, and is in no list', async () => {
    const site = await store().create(aSite())
    await store().addAuditEntry(line)
    await store().remove(site)
    assert.deepEqual(await trail(0), [line])
    for (const life of ['live', 'archived'] as const) {
      assert.deepEqual((await store().list({ by: 'life', life }, { limit: 10 })).sites, [])
    }
  })
}

function pictureContract(store: () => SiteStore): void {
  const picture = { siteId: 'site-1', hash: 'a hash', data: new Uint8Array([255, 216, 255, 0]), at: 1 }

  it('are none at first', async () => {
    assert.equal(await store().loadPicture('site-1'), undefined)
  })

  it('are kept byte by byte, one for each site, and are in no list', async () => {
    const other = { ...picture, siteId: 'site-2', data: new Uint8Array(200_000).fill(7) }
    const newer = { ...picture, hash: 'another', at: 2 }
    for (const one of [picture, other, newer]) await store().savePicture(one)
    for (const one of [newer, other]) {
      const { data = [], ...rest } = (await store().loadPicture(one.siteId)) ?? {}
      const { data: expected, ...expectedRest } = one
      assert.deepEqual(rest, expectedRest)
      assert.ok(Buffer.from(data).equals(expected))
    }
    assert.deepEqual((await store().list({ by: 'life', life: 'live' }, { limit: 10 })).sites, [])
  })
}

function removedCostsContract(store: () => SiteStore): void {
  const add = (month: string, siteId: string, cost: number) => store().addRemovedCost(month, { siteId, cost })

  it('are none at first', async () => {
    assert.equal(await store().removedCosts('2026-11'), 0)
  })

  it('are counted once for each site', async () => {
    await add('2026-11', 'site-1', 2.5)
    await add('2026-11', 'site-2', 0.25)
    await add('2026-11', 'site-1', 2.5)
    assert.equal(await store().removedCosts('2026-11'), 2.75)
  })

  it('begin again with each month, which ends the one before', async () => {
    await add('2026-11', 'site-1', 2.5)
    assert.equal(await store().removedCosts('2026-12'), 0)
    await add('2026-12', 'site-2', 1)
    await add('2026-11', 'site-3', 4)
    assert.deepEqual([await store().removedCosts('2026-12'), await store().removedCosts('2026-11')], [1, 0])
  })

  it('are added at the same time', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((siteId) => add('2026-11', siteId, 1)))
    assert.equal(await store().removedCosts('2026-11'), 4)
  })

  it('are no site', async () => {
    await add('2026-11', 'site-1', 1)
    assert.deepEqual((await store().list({ by: 'life', life: 'live' }, { limit: 10 })).sites, [])
  })
}

function orphanContract(store: () => SiteStore): void {
  it('are none at first', async () => {
    assert.deepEqual(await store().loadOrphans(), [])
  })

  it('are those that were saved last', async () => {
    await store().saveOrphans([
      { key: 'machine 1', since: 1 },
      { key: 'image 2', since: 2 },
    ])
    await store().saveOrphans([{ key: 'machine 3', since: 3 }])
    assert.deepEqual(await store().loadOrphans(), [{ key: 'machine 3', since: 3 }])
    await store().saveOrphans([])
    assert.deepEqual(await store().loadOrphans(), [])
  })

  it('are no site', async () => {
    await store().saveOrphans([{ key: 'machine 1', since: 1 }])
    for (const life of ['live', 'archived'] as const) {
      assert.deepEqual((await store().list({ by: 'life', life }, { limit: 10 })).sites, [])
    }
  })
}

function leaseContract(store: () => SiteStore): void {
  const take = (holder: string, now: number, name = 'a') => store().takeLease(name, { holder, now, until: now + 60 })

  it('are held by one at a time, who can take them again', async () => {
    const all = await Promise.all(['one', 'two', 'three'].map((holder) => take(holder, 1000)))
    assert.equal(all.filter((isTaken) => isTaken).length, 1)
    assert.equal(await take('one', 1000, 'b'), true)
    assert.equal(await take('two', 1059, 'b'), false)
    assert.equal(await take('one', 1059, 'b'), true)
  })

  it('end with their time, or when their holder says so', async () => {
    assert.equal(await take('one', 1000), true)
    assert.equal(await take('two', 1060), true)
    await store().releaseLease('a', 'one')
    assert.equal(await take('three', 1061), false)
    await store().releaseLease('a', 'two')
    await store().releaseLease('a', 'two')
    assert.equal(await take('three', 1061), true)
  })

  it('are no site', async () => {
    await take('one', 1000)
    for (const life of ['live', 'archived'] as const) {
      assert.deepEqual((await store().list({ by: 'life', life }, { limit: 10 })).sites, [])
    }
  })
}
