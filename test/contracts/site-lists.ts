import assert from 'node:assert/strict'
import type { SiteQuery, SiteStore } from '../../src/control/ports.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { UserError } from '../../src/site/user-error.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'

/** Part of the suite of `SiteStore`: what its lists hold, and in which order. */
export function listContract(store: () => SiteStore): void {
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
    const archived = {
      spec: { desired: 'archived' },
      status: { instance: undefined, route: undefined, archive },
    } as const
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

/** Part of the suite of `SiteStore`: cursors. */
export function pageContract(store: () => SiteStore): void {
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
      await assert.rejects(list, (error) => error instanceof UserError && error.code === 'button-unknown', cursor)
    }
  })

  it('have cursors that can stand in an address', async () => {
    await createNumbered(2, (index) => SITE_CREATED_AT + index)
    const { cursor } = await store().list({ by: 'owner', owner: 'U001' }, { limit: 1 })
    assert.match(cursor ?? '', /^[\w-]+$/)
  })
}
