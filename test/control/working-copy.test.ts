import assert from 'node:assert/strict'
import { createWorkingCopy } from '../../src/control/working-copy.ts'
import type { SiteStatus } from '../../src/site/site.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'

const NOW = SITE_CREATED_AT

async function aDraft(status: Partial<SiteStatus> = {}) {
  const store = createFakeSiteStore()
  const site = await store.create(aSite({ status }))
  const draft = createWorkingCopy(store, site)
  /** Another look saves something first. */
  const somebodyElse = async (patch: Partial<SiteStatus>) => {
    const fresh = (await store.load('plum')) ?? assert.fail('gone')
    await store.save({ ...fresh, status: { ...fresh.status, ...patch } })
  }
  const saved = async () => ((await store.load('plum')) ?? assert.fail('gone')).status
  return { draft, somebodyElse, saved }
}

describe('a draft', () => {
  it('writes a claim with what is new besides', async () => {
    const { draft, saved } = await aDraft()
    draft.patch({ alarmAt: NOW + 1 })
    assert.ok(await draft.claim({ launching: true }))
    const { launching, alarmAt } = await saved()
    assert.deepEqual([launching, alarmAt], [true, NOW + 1])
  })

  it('leaves no claim that it may not act on, and keeps what else still holds', async () => {
    const { draft, somebodyElse, saved } = await aDraft()
    draft.patch({ alarmAt: NOW + 1 })
    await somebodyElse({ quotaOwner: 'U002' })
    assert.equal(await draft.claim({ editLeases: { 'card-edit': NOW } }), false)
    const { editLeases, alarmAt, quotaOwner } = await saved()
    assert.deepEqual([editLeases, alarmAt, quotaOwner], [undefined, NOW + 1, 'U002'])
  })

  it('knows that somebody else saved, though nothing of its own still holds', async () => {
    const { draft, somebodyElse } = await aDraft()
    draft.patch({ quotaOwner: 'U003' })
    assert.equal(draft.hasSaved(), false)
    await somebodyElse({ quotaOwner: 'U002' })
    assert.equal(await draft.save(), false)
    assert.ok(draft.hasSaved())
  })

  it('ends its own edit while another step begins one', async () => {
    const { draft, somebodyElse, saved } = await aDraft()
    assert.ok(await draft.claim({ editLeases: { 'card-edit': NOW } }))
    await somebodyElse({ editLeases: { 'card-edit': NOW, 'commit-status': NOW + 1 } })
    draft.patch({ editLeases: undefined })
    assert.equal(await draft.save(), false)
    assert.deepEqual((await saved()).editLeases, { 'commit-status': NOW + 1 })
  })

  it('leaves an edit that somebody else has begun anew', async () => {
    const { draft, somebodyElse, saved } = await aDraft({ editLeases: { 'card-edit': NOW } })
    await somebodyElse({ editLeases: { 'card-edit': NOW + 60_000 } })
    draft.patch({ editLeases: undefined })
    await draft.save()
    assert.deepEqual((await saved()).editLeases, { 'card-edit': NOW + 60_000 })
  })
})
