import assert from 'node:assert/strict'
import type { SiteQuery, SiteStore } from '../../src/control/ports.ts'
import { ConflictError } from '../../src/site/errors.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { UserError } from '../../src/site/user-error.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'

export interface SiteStoreHarness {
  /** Empty. */
  store: SiteStore
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
    describe('orphans', () => orphanContract(() => harness.store))
  })
}

const conflict = (promise: Promise<unknown>) => assert.rejects(promise, ConflictError)

function recordContract(store: () => SiteStore): void {
  it('is not there at first', async () => {
    assert.equal(await store().load('plum'), undefined)
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
    created.spec.branch = 'changed'
    const loaded = await store().load('plum')
    assert.equal(loaded?.spec.branch, 'main')
    loaded.spec.branch = 'changed'
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

function listContract(store: () => SiteStore): void {
  const namesOf = async (query: SiteQuery) => (await store().list(query, { limit: 100 })).sites.map((site) => site.name)

  it('are empty at first', async () => {
    assert.deepEqual(await store().list({ by: 'owner', owner: 'U001' }, { limit: 10 }), { sites: [] })
  })

  it('have the whole record', async () => {
    const site = await store().create(aSite())
    assert.deepEqual((await store().list({ by: 'life', life: 'live' }, { limit: 10 })).sites, [site])
  })

  it('show an owner what expires first', async () => {
    await store().create(aSite({ name: 'later', spec: { expiresAt: SITE_CREATED_AT + 2 * DAY_MS } }))
    await store().create(aSite({ name: 'sooner', spec: { expiresAt: SITE_CREATED_AT + DAY_MS } }))
    await store().create(aSite({ name: 'latest', spec: { expiresAt: SITE_CREATED_AT + 10 * DAY_MS } }))
    await store().create(aSite({ name: 'foreign', spec: { owner: 'U002' } }))
    assert.deepEqual(await namesOf({ by: 'owner', owner: 'U001' }), ['sooner', 'later', 'latest'])
    assert.deepEqual(await namesOf({ by: 'owner', owner: 'U002' }), ['foreign'])
  })

  it('show a channel what is newest first', async () => {
    await store().create(aSite({ name: 'old', createdAt: SITE_CREATED_AT }))
    await store().create(aSite({ name: 'new', createdAt: SITE_CREATED_AT + 2 }))
    await store().create(aSite({ name: 'between', createdAt: SITE_CREATED_AT + 1 }))
    await store().create(aSite({ name: 'foreign', spec: { channel: 'C002' } }))
    assert.deepEqual(await namesOf({ by: 'channel', channel: 'C001' }), ['new', 'between', 'old'])
  })

  it('tell the live, soonest expiry first, from the archived', async () => {
    const archive = { imageId: 'image-1', launch: 1, state: 'available', at: SITE_CREATED_AT } as const
    const archived = { spec: { desired: 'archived' }, status: { instance: undefined, archive } } as const
    await store().create(aSite({ name: 'late', spec: { expiresAt: SITE_CREATED_AT + 2 * DAY_MS } }))
    await store().create(
      aSite({ name: 'restored', status: { archive }, spec: { expiresAt: SITE_CREATED_AT + DAY_MS } }),
    )
    await store().create(aSite({ name: 'waiting', status: { instance: undefined, archive } }))
    await store().create(aSite({ name: 'stopping', spec: { desired: 'archived' }, status: { archive } }))
    await store().create(
      aSite({
        ...archived,
        name: 'pending',
        status: { instance: undefined, archive: { ...archive, state: 'pending' } },
      }),
    )
    await store().create(aSite({ ...archived, name: 'archived' }))
    await store().create(aSite({ ...archived, name: 'purged', spec: { desired: 'gone' } }))
    const live = await namesOf({ by: 'life', life: 'live' })
    assert.deepEqual(live.slice(0, 2), ['restored', 'late'])
    assert.deepEqual(live.toSorted(), ['late', 'pending', 'purged', 'restored', 'stopping', 'waiting'])
    assert.deepEqual(await namesOf({ by: 'life', life: 'archived' }), ['archived'])
  })

  it('follow a save', async () => {
    const plum = await store().create(aSite({ spec: { expiresAt: SITE_CREATED_AT + DAY_MS } }))
    await store().create(aSite({ name: 'quince', spec: { expiresAt: SITE_CREATED_AT + 2 * DAY_MS } }))
    await store().save({ ...plum, spec: { ...plum.spec, expiresAt: SITE_CREATED_AT + 3 * DAY_MS, channel: 'C002' } })
    assert.deepEqual(await namesOf({ by: 'owner', owner: 'U001' }), ['quince', 'plum'])
    assert.deepEqual(await namesOf({ by: 'life', life: 'live' }), ['quince', 'plum'])
    assert.deepEqual(await namesOf({ by: 'channel', channel: 'C001' }), ['quince'])
    assert.deepEqual(await namesOf({ by: 'channel', channel: 'C002' }), ['plum'])
  })

  it('forget what was removed', async () => {
    await store().remove(await store().create(aSite()))
    for (const query of [
      { by: 'owner', owner: 'U001' },
      { by: 'channel', channel: 'C001' },
      { by: 'life', life: 'live' },
    ] as const) {
      assert.deepEqual(await namesOf(query), [])
    }
  })
}

function pageContract(store: () => SiteStore): void {
  const pagesOf = async (query: SiteQuery, limit: number): Promise<string[][]> => {
    const pages: string[][] = []
    let cursor: string | undefined
    do {
      const page = await store().list(query, { limit, ...(cursor === undefined ? {} : { cursor }) })
      pages.push(page.sites.map((site) => site.name))
      cursor = page.cursor
    } while (cursor !== undefined)
    return pages
  }
  const createNumbered = async (count: number, at: (index: number) => number) => {
    for (let index = 0; index < count; index += 1) {
      await store().create(
        aSite({ name: `site-${index}`, createdAt: at(index), spec: { expiresAt: at(index) + DAY_MS } }),
      )
    }
  }

  it('hold as many as asked for, in order, and end with the last', async () => {
    await createNumbered(6, (index) => SITE_CREATED_AT + index)
    const mine = { by: 'owner', owner: 'U001' } as const
    assert.deepEqual(await pagesOf(mine, 4), [
      ['site-0', 'site-1', 'site-2', 'site-3'],
      ['site-4', 'site-5'],
    ])
    assert.deepEqual(
      (await pagesOf(mine, 3)).map((page) => page.length),
      [3, 3],
    )
    assert.deepEqual(
      (await pagesOf(mine, 6)).map((page) => page.length),
      [6],
    )
    const here = { by: 'channel', channel: 'C001' } as const
    assert.deepEqual(await pagesOf(here, 4), [
      ['site-5', 'site-4', 'site-3', 'site-2'],
      ['site-1', 'site-0'],
    ])
  })

  it('lose and double none of those that are alike', async () => {
    await createNumbered(7, () => SITE_CREATED_AT)
    for (const query of [
      { by: 'life', life: 'live' },
      { by: 'channel', channel: 'C001' },
    ] as const) {
      const names = (await pagesOf(query, 2)).flat()
      assert.deepEqual(
        names.toSorted(),
        Array.from({ length: 7 }, (_, index) => `site-${index}`),
      )
    }
  })

  it('go on after one that was removed', async () => {
    await createNumbered(3, (index) => SITE_CREATED_AT + index)
    const query = { by: 'owner', owner: 'U001' } as const
    const { sites, cursor } = await store().list(query, { limit: 1 })
    await store().remove(sites[0] ?? assert.fail())
    const rest = await store().list(query, { limit: 5, cursor: cursor ?? assert.fail() })
    assert.deepEqual(
      rest.sites.map((site) => site.name),
      ['site-1', 'site-2'],
    )
  })

  it('are refused for a cursor that is none', async () => {
    await createNumbered(2, (index) => SITE_CREATED_AT + index)
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const cursor of [
      '',
      'x',
      '!?',
      encode(null),
      encode({}),
      encode(['plum']),
      encode(['plum', '1']),
      encode(['', 1]),
      encode(['plum', 1e300]),
    ]) {
      const list = store().list({ by: 'owner', owner: 'U001' }, { limit: 1, cursor })
      await assert.rejects(list, (error) => error instanceof UserError && error.code === 'page-unknown', cursor)
    }
  })

  it('have cursors that can stand in an address', async () => {
    await createNumbered(2, (index) => SITE_CREATED_AT + index)
    const { cursor } = await store().list({ by: 'owner', owner: 'U001' }, { limit: 1 })
    assert.match(cursor ?? '', /^[\w-]+$/)
  })
}

function orphanContract(store: () => SiteStore): void {
  it('are none at first', async () => {
    assert.deepEqual(await store().loadOrphans(), [])
  })

  it('are those that were saved last', async () => {
    await store().saveOrphans(['machine:1', 'image:2'])
    await store().saveOrphans(['machine:3'])
    assert.deepEqual(await store().loadOrphans(), ['machine:3'])
    await store().saveOrphans([])
    assert.deepEqual(await store().loadOrphans(), [])
  })

  it('are no site', async () => {
    await store().saveOrphans(['machine:1'])
    for (const life of ['live', 'archived'] as const) {
      assert.deepEqual((await store().list({ by: 'life', life }, { limit: 10 })).sites, [])
    }
  })
}
