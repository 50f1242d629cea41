import assert from 'node:assert/strict'
import { applyOperation, findSite } from '../../src/control/run-operation.ts'
import { createWorkingCopy } from '../../src/control/working-copy.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { withDeploy } from '../../src/site/deploys.ts'
import { patched, stillValid } from '../../src/control/status-patch.ts'
import { ConflictError } from '../../src/site/errors.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import type { Deploy, Site } from '../../src/site/site.ts'
import { isUserError } from '../../src/site/user-error.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'

const served = (commit: Deploy) => (site: Site) => withDeploy(site, { deploy: commit })
const aMember = { by: 'U002', role: 'member' } as const

async function aTable() {
  const store = createFakeSiteStore()
  const site = await store.create(aSite())
  /** Somebody else saves, `times` times, each time just before we would. */
  const interfere = (change: (site: Site) => Site, times = 1) => {
    const { save } = store
    let left = times
    store.save = async (ours) => {
      if (left-- > 0) await save(change((await store.load(site.name)) ?? assert.fail('gone')))
      return save(ours)
    }
  }
  const stored = async () => (await store.load(site.name)) ?? assert.fail('gone')
  return { store, site, interfere, stored, clock: createFakeClock(SITE_CREATED_AT) }
}

const otherOwner = (site: Site): Site => ({ ...site, spec: { ...site.spec, owner: 'U009' } })
const deploy = { commit: 'a'.repeat(40), subject: 'Ripen', author: 'Tom', at: SITE_CREATED_AT }

describe('a patch of status', () => {
  it('sets and takes away', () => {
    const { status } = patched(aSite(), { launches: 3, route: undefined })
    assert.equal(status.launches, 3)
    assert.ok(!('route' in status))
  })

  it('that says nothing new leaves the site itself', () => {
    const site = aSite()
    assert.equal(patched(site, { durations: { ...site.status.durations }, archive: undefined }), site)
  })

  it('holds, after somebody else saved, for the keys that they left alone', () => {
    const base = aSite()
    const fresh = patched(base, { route: undefined, launches: 2 })
    const route = { instanceId: 'machine-2', address: '127.0.0.1:2' }
    assert.deepEqual(stillValid({ route, launches: 5, deploy }, base, fresh), { deploy })
  })
})

describe('a draft', () => {
  it('saves once what came of many patches', async () => {
    const { store, site, stored } = await aTable()
    const draft = createWorkingCopy(store, site)
    draft.patch({ deploy })
    draft.patch({ route: undefined })
    assert.equal(await draft.save(), true)
    const { version, status } = await stored()
    assert.deepEqual([version, status.deploy, status.route], [site.version + 1, deploy, undefined])
    assert.equal(draft.hasSaved(), true)
  })

  it('saves nothing when nothing is new', async () => {
    const { store, site, stored } = await aTable()
    const draft = createWorkingCopy(store, site)
    draft.patch({ launches: site.status.launches })
    assert.deepEqual([await draft.save(), draft.hasSaved()], [true, false])
    assert.equal((await stored()).version, site.version)
  })

  it('keeps what somebody else saved meanwhile, and says so', async () => {
    const { store, site, interfere, stored } = await aTable()
    interfere((theirs) => otherOwner(patched(theirs, { launches: 9 })))
    const draft = createWorkingCopy(store, site)
    draft.patch({ deploy, launches: 2 })
    assert.equal(await draft.save(), false)
    const { spec, status } = await stored()
    assert.deepEqual([spec.owner, status.deploy, status.launches], ['U009', deploy, 9])
    assert.equal(draft.site().spec.owner, 'U009')
  })

  it('gives up when somebody always is faster', async () => {
    const { store, site, interfere } = await aTable()
    interfere(otherOwner, Infinity)
    const draft = createWorkingCopy(store, site)
    draft.patch({ deploy })
    await assert.rejects(draft.save(), ConflictError)
  })

  it('is not written to another site of the name', async () => {
    const { store, site } = await aTable()
    const draft = createWorkingCopy(store, site)
    await store.remove(site)
    await store.create(aSite({ id: 'another' }))
    draft.patch({ deploy })
    await assert.rejects(draft.save(), ConflictError)
    assert.notDeepEqual((await store.load(site.name))?.status.deploy, deploy)
  })
})

describe('applyOperation', () => {
  const refused = (code: string) => (error: unknown) => isUserError(error) && error.code === code

  it('grants a request and returns what was saved', async () => {
    const { store, site, stored, clock } = await aTable()
    const saved = await applyOperation(
      { store, clock, policy: defaultPolicy },
      { name: site.name, id: site.id },
      aMember,
      sleep,
    )
    assert.equal(saved.spec.desired, 'asleep')
    assert.deepEqual(await stored(), saved)
    assert.equal(saved.history[0]?.by, 'U002')
  })

  it('judges again by what the reconciler saved meanwhile, step by step', async () => {
    const { store, site, interfere, clock } = await aTable()
    interfere((theirs) => patched(theirs, { deploy, launches: theirs.status.launches + 1 }), 12)
    const saved = await applyOperation({ store, clock, policy: defaultPolicy }, site, aMember, sleep)
    assert.deepEqual([saved.spec.desired, saved.status.deploy], ['asleep', deploy])
  })

  it('changes nothing when it is refused', async () => {
    const { store, site, stored, clock } = await aTable()
    await assert.rejects(applyOperation({ store, clock, policy: defaultPolicy }, site, aMember, wake), isUserError)
    assert.deepEqual(await stored(), site)
  })

  it('refuses, in the end, when the site never rests', async () => {
    const { store, site, interfere, clock } = await aTable()
    interfere(otherOwner, Infinity)
    await assert.rejects(
      applyOperation({ store, clock, policy: defaultPolicy }, site, aMember, sleep),
      refused('changed-meanwhile'),
    )
  })

  it('knows no site by another id, or of no name', async () => {
    const { store, site } = await aTable()
    await assert.rejects(findSite(store, { name: site.name, id: 'earlier' }), refused('no-such-site'))
    await assert.rejects(findSite(store, { name: 'quince' }), refused('no-such-site'))
    assert.deepEqual(await findSite(store, { name: site.name }), site)
  })
})

describe('recordFact', () => {
  it('writes down what the machine serves', async () => {
    const { store, site, stored } = await aTable()
    await recordFact(store, site.name, served(deploy))
    assert.deepEqual((await stored()).status.deploy, deploy)
  })

  it('writes nothing that is known, or for no site', async () => {
    const { store, site, stored } = await aTable()
    await recordFact(store, site.name, served(deploy))
    await recordFact(store, site.name, served({ ...deploy }))
    await recordFact(store, 'quince', served(deploy))
    assert.equal((await stored()).version, site.version + 1)
  })

  it('is written also when somebody saves at the same moment', async () => {
    const { store, site, interfere, stored } = await aTable()
    interfere(otherOwner, 4)
    await recordFact(store, site.name, served(deploy))
    const { spec, status } = await stored()
    assert.deepEqual([spec.owner, status.deploy], ['U009', deploy])
  })

  it('fails when somebody always is faster', async () => {
    const { store, site, interfere } = await aTable()
    interfere(otherOwner, Infinity)
    await assert.rejects(recordFact(store, site.name, served(deploy)), ConflictError)
  })
})
