import assert from 'node:assert/strict'
import { streamed } from '../../src/local/platform/core-services.ts'
import { siteStoreContract } from '../contracts/site-store.ts'
import { aSite } from '../support/a-site.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'

siteStoreContract('streamed', async () => {
  const inner = createFakeSiteStore()
  return { store: streamed(inner, () => {}), auditTrail: inner.auditTrail, close: async () => {} }
})

describe('streamed', () => {
  it('tells of each write, when it is done', async () => {
    const inner = createFakeSiteStore()
    const heard: [string, number | undefined][] = []
    const store = streamed(inner, (name) => heard.push([name, inner.all()[0]?.version]))
    const site = await store.create(aSite({ version: 1 }))
    await store.remove(await store.save(site))
    assert.deepEqual(heard, [
      ['plum', 1],
      ['plum', 2],
      ['plum', undefined],
    ])
  })

  it('does not tell of writes that were refused, of reading, and of orphans', async () => {
    const inner = createFakeSiteStore()
    const site = await inner.create(aSite())
    const store = streamed(inner, () => assert.fail())
    await assert.rejects(store.create(site))
    await assert.rejects(store.save({ ...site, version: 0 }))
    await assert.rejects(store.remove({ ...site, version: 0 }))
    await store.load('plum')
    await store.saveOrphans([{ key: 'machine 1', since: 1 }])
  })
})
