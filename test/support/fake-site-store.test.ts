import assert from 'node:assert/strict'
import { siteStoreContract } from '../contracts/site-store.ts'
import { aSite } from './a-site.ts'
import { createFakeSiteStore } from './fake-site-store.ts'

siteStoreContract('fake', async () => {
  const store = createFakeSiteStore()
  return { store, auditTrail: store.auditTrail, close: async () => {} }
})

describe('createFakeSiteStore', () => {
  it('tells of everything that was written, and of nothing else', async () => {
    const heard: string[] = []
    const store = createFakeSiteStore({ onSave: (name) => heard.push(name) })
    const site = await store.create(aSite())
    const saved = await store.save(site)
    await assert.rejects(store.save(site))
    await store.remove(saved)
    assert.deepEqual(heard, ['plum', 'plum', 'plum'])
  })

  it('gives nothing out that could be changed', async () => {
    const store = createFakeSiteStore()
    const site = await store.create(aSite())
    for (const record of [site, ...store.all()]) {
      assert.throws(() => (record.status.superseded = []), TypeError)
      assert.throws(() => record.history.pop(), TypeError)
    }
  })
})
