import assert from 'node:assert/strict'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { createSiteStore } from '../../../src/aws/site-store.ts'
import type { SiteQuery, SiteStore } from '../../../src/control/ports.ts'
import { openLocalTable } from '../../../src/local/table.ts'
import { aSite } from '../../support/a-site.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts'

/** The states that a process leaves which is killed between dynalite's writes to LevelDB. */
describe('the indexes of a local table', () => {
  let temporary: TemporaryDirectory
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(() => temporary.remove())

  const withStore = async <T>(use: (store: SiteStore) => Promise<T>): Promise<T> => {
    const table = await openLocalTable({ directory: temporary.path })
    try {
      return await use(createSiteStore(table))
    } finally {
      await table.close()
    }
  }
  const withDatabase = async (use: (database: ClassicLevel) => Promise<void>) => {
    const database = new ClassicLevel(join(temporary.path, 'table'))
    await use(database)
    await database.close()
  }
  /** Everything stored under keys that begin so: `item-…` are records, `index-…` their index entries. */
  const entries = (database: ClassicLevel, prefix: string) => database.iterator({ gte: prefix, lt: `${prefix}~` }).all()
  const removeEntries = async (database: ClassicLevel, prefix: string) => {
    for (const [key] of await entries(database, prefix)) await database.del(key)
  }
  /** How many entries the three indexes have together. */
  const indexed = async () => {
    let count = 0
    await withDatabase(async (database) => {
      count = (await entries(database, 'index-')).length
    })
    return count
  }
  const isListed = async (store: SiteStore, expected: unknown[]) => {
    const queries: SiteQuery[] = [
      { by: 'owner', owner: 'U001' },
      { by: 'channel', channel: 'C001' },
      { by: 'life', life: 'live' },
    ]
    for (const query of queries) assert.deepEqual(await store.list(query, { limit: 10 }), { sites: expected })
  }

  it('get back a site that they had lost', async () => {
    const site = await withStore((store) => store.create(aSite()))
    await withDatabase((database) => removeEntries(database, 'index-'))
    await withStore((store) => isListed(store, [site]))
  })

  it('lose a site that never was', async () => {
    await withStore((store) => store.create(aSite()))
    await withDatabase((database) => removeEntries(database, 'item-'))
    assert.equal(await indexed(), 3)
    await withStore((store) => isListed(store, []))
    assert.equal(await indexed(), 0)
  })

  it('lose what a repair that was killed has left', async () => {
    await withStore((store) => store.create(aSite()))
    await withDatabase(async (database) => {
      for (const [key] of await entries(database, 'item-'))
        await database.put(key, JSON.stringify({ name: { S: 'plum' }, placeholder: { BOOL: true } }))
    })
    await withStore(async (store) => {
      assert.equal(await store.load('plum'), undefined)
      await isListed(store, [])
    })
    assert.equal(await indexed(), 0)
  })

  it('show a site as it is, and once', async () => {
    const { created, before } = await withStore(async (store) => {
      const site = await store.create(aSite())
      return { created: site, before: { ...site, spec: { ...site.spec, expiresAt: site.spec.expiresAt + 1 } } }
    })
    let items: [string, string][] = []
    await withDatabase(async (database) => {
      items = await entries(database, 'item-')
    })
    await withStore((store) => store.save(before))
    await withDatabase(async (database) => {
      for (const [key, value] of items) await database.put(key, value)
    })
    await withStore(async (store) => {
      await isListed(store, [created])
    })
    assert.equal(await indexed(), 3)
    await withStore(async (store) => {
      await store.remove(created)
      await isListed(store, [])
    })
    assert.equal(await indexed(), 0)
  })
})
