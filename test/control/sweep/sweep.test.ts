import assert from 'node:assert/strict'
import type { ReconcileOptions } from '../../../src/control/reconcile.ts'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { deleteSite } from '../../../src/site/operations/delete.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/site/time.ts'
import { createLife } from '../../support/a-life.ts'
import { aSite } from '../../support/a-site.ts'
import { createFakeReconciler } from '../../support/fake-ports.ts'
import { grantBoth } from '../../support/grant-both.ts'

const HALF_AN_HOUR_MS = 30 * MINUTE_MS
const FOREIGN = { id: 'id-unknown', name: 'quince' }

/** Its owner was looked at not long ago, unless said otherwise. */
async function aSettledSite({ ownerLookedAt = Infinity } = {}) {
  const life = await createLife()
  await life.settle()
  const site = await life.site()
  const at = Math.min(ownerLookedAt, life.clock.now() + 10 * DAY_MS)
  const ownerCheck = { owner: site.spec.owner, membership: 'member', at, since: at } as const
  await life.ports.store.save({ ...site, status: { ...site.status, ownerCheck } })
  const reconciled: string[] = []
  const sweep = createSweep(life.ports, async (name) => {
    reconciled.push(name)
    await life.reconcile()
  })
  return { ...life, reconciled, sweep }
}

type Life = Awaited<ReturnType<typeof aSettledSite>>

/** One of each kind of thing that can be left over, of a site that no record speaks of. */
async function leaveOver({ ports }: Life): Promise<void> {
  const { instances, routes, alarm, codeHost, store, clock } = ports
  const order = { site: FOREIGN, token: 'token', launch: 1, image: 'debian-12', size: 'small' }
  const stopped = await instances.launch({ ...order, token: 'other', launch: 2 })
  await instances.describe(stopped.id)
  await instances.stop(stopped.id)
  await instances.describe(stopped.id)
  await instances.createImage({ id: stopped.id, siteId: FOREIGN.id, siteName: FOREIGN.name, launch: 2 })
  await instances.terminate(stopped.id)
  const machine = await instances.launch(order)
  await routes.put({ siteId: FOREIGN.id, name: FOREIGN.name, instanceId: machine.id, address: '127.0.0.1:1' })
  await alarm.set(FOREIGN, clock.now() + 5 * MINUTE_MS)
  await grantBoth(codeHost, FOREIGN, 'orchard/plum', { url: 'http://hook.test', secret: 'secret' })
  await store.takeQuota({ siteId: FOREIGN.id, owner: 'U001' })
}

describe('the sweep', () => {
  it('leaves alone what is well', async () => {
    const life = await aSettledSite()
    const report = await life.sweep()
    assert.deepEqual(report, { sites: 1, reconciled: [], unreadable: [], suspects: [], removed: [], errors: [] })
    assert.deepEqual(life.reconciled, [])
  })

  it('lists the machines of many overdue sites, and has those looked at that are otherwise than recorded', async () => {
    const { ports, store, clock } = await createLife()
    await store.remove((await store.load('plum')) ?? assert.fail())
    const sites = Array.from({ length: 120 }, (_, at) => aSite({ name: `site-${at}`, id: `id-${at}` }))
    for (const { status, ...site } of sites) {
      const instance = { ...(status.instance ?? assert.fail()), id: `machine of ${site.name}` }
      await store.create({ ...site, status: { ...status, instance, alarmAt: clock.now() - HOUR_MS } })
    }
    const machines = sites.slice(0, 100).map(({ id, name }) => {
      const state = name === 'site-7' ? ('stopped' as const) : ('running' as const)
      return { id: `machine of ${name}`, siteId: id, launch: 1, state }
    })
    ports.instances = { ...ports.instances, list: async () => ({ machines, images: [] }) }
    const firstLooks = new Map<string, string>()
    let together = 0
    let most = 0
    const look = async (name: string, { machine }: ReconcileOptions = {}) => {
      if (!firstLooks.has(name)) firstLooks.set(name, machine ?? 'looked at')
      most = Math.max(most, ++together)
      await new Promise((resolve) => setImmediate(resolve))
      together -= 1
    }
    await createSweep(ports, look)()
    const listed = () => [...firstLooks.values()].filter((how) => how === 'listed').length
    assert.deepEqual([firstLooks.size, listed(), firstLooks.get('site-7'), most], [120, 99, 'looked at', 40])
    ports.instances = { ...ports.instances, list: () => Promise.reject(new Error('down')) }
    firstLooks.clear()
    await createSweep(ports, look)()
    assert.deepEqual([firstLooks.size, listed()], [120, 0])
  })

  it('looks at a site whose alarm was lost, when it is overdue', async () => {
    const life = await aSettledSite()
    const { sshTeam: _, ...spec } = (await life.site()).spec
    const { alarmAt } = (await life.ports.store.save({ ...(await life.site()), spec })).status
    assert.ok(alarmAt !== undefined)
    life.clock.set(alarmAt + 2 * MINUTE_MS)
    assert.deepEqual((await life.sweep()).reconciled, [])
    life.clock.advance(1)
    assert.deepEqual((await life.sweep()).reconciled, ['plum'])
    assert.deepEqual(life.reconciled, ['plum'])
  })

  it('looks at a site that never was given an alarm', async () => {
    const life = await aSettledSite()
    await life.ports.store.create(aSite({ name: 'pear', status: { instance: undefined, alarmAt: undefined } }))
    assert.deepEqual((await life.sweep()).reconciled, ['pear'])
  })

  it('looks at a site whose machine is not as recorded', async () => {
    const life = await aSettledSite()
    const { instance } = (await life.site()).status
    assert.ok(instance !== undefined)
    await life.ports.instances.stop(instance.id)
    assert.deepEqual((await life.sweep()).reconciled, ['plum'])
    assert.equal((await life.site()).status.instance?.state, 'running', 'started again')
    await life.ports.instances.terminate(instance.id)
    assert.deepEqual((await life.sweep()).reconciled, ['plum'])
  })

  it('has a team looked at that was not for a day, and not again before another', async () => {
    const life = await aSettledSite()
    const looked = (await life.site()).status.users?.at ?? 0
    life.clock.set(looked + DAY_MS - 1)
    assert.deepEqual((await life.sweep()).reconciled, [])
    life.clock.advance(1)
    assert.deepEqual((await life.sweep({ dryRun: true })).reconciled, ['plum'])
    assert.deepEqual(life.jobs('users'), [])
    assert.deepEqual((await life.sweep()).reconciled, ['plum'])
    await life.settle()
    assert.equal(life.jobs('users').length, 1)
    assert.equal((await life.site()).status.users?.at, life.clock.now())
    life.clock.advance(HOUR_MS)
    assert.deepEqual((await life.sweep()).reconciled, [])
    life.clock.set(looked + 2 * DAY_MS + HOUR_MS)
    assert.deepEqual((await life.sweep()).reconciled, ['plum'])
  })

  it('has the sites of an owner looked at together who was not for a day', async () => {
    const life = await aSettledSite({ ownerLookedAt: 0 })
    const { id: _, ...plum } = await life.site()
    for (const [name, owner] of [
      ['fig', 'U001'],
      ['pear', 'U002'],
      ['quince', 'github:octocat'],
    ] as const) {
      const { instance: _instance, alarmAt, ...status } = { ...plum.status, alarmAt: life.clock.now() + DAY_MS }
      await life.ports.store.create({
        ...plum,
        id: `id-${name}`,
        name,
        createdAt: life.clock.now(),
        spec: { ...plum.spec, owner },
        status: { ...status, alarmAt },
      })
    }
    const sweep = createSweep(life.ports, createFakeReconciler(life.ports, life.policy))
    assert.deepEqual((await sweep({ dryRun: true })).reconciled.toSorted(), ['fig', 'plum'])
    assert.deepEqual((await sweep()).reconciled.toSorted(), ['fig', 'plum'])
    assert.deepEqual((await sweep()).reconciled, [])
    assert.equal((await life.site()).status.ownerCheck?.at, life.clock.now())
  })

  it('leaves to its own alarm a look at the owner that fails', async () => {
    const life = await aSettledSite({ ownerLookedAt: 0 })
    life.ports.chat.membershipOf = () => Promise.reject(new Error('down'))
    await life.sweep()
    assert.deepEqual(Object.keys((await life.site()).status.failures), ['owner'])
    assert.deepEqual((await life.sweep()).reconciled, [])
  })

  it('leaves to its own alarm a look at the team that fails', async () => {
    const life = await aSettledSite()
    life.clock.advance(DAY_MS)
    life.ports.codeHost.members = () => Promise.reject(new Error('down'))
    await life.sweep()
    const { failures } = (await life.site()).status
    assert.deepEqual(Object.keys(failures), ['users'])
    assert.deepEqual((await life.sweep()).reconciled, [])
  })

  it('spreads the looks at many teams over half a day, the longest overdue first', async () => {
    const life = await aSettledSite()
    const { id: _, ...plum } = await life.site()
    for (let index = 0; index < 143; index++) {
      const { instance, users } = plum.status
      assert.ok(instance && users)
      const at = (users.at ?? 0) - index
      const id = `id-${index}`
      const status = { ...plum.status, instance: { ...instance, id }, users: { ...users, at } }
      await life.ports.store.create({ ...plum, id, name: `site-${index}`, status })
    }
    const list = life.ports.instances.list
    life.ports.instances.list = async () => {
      const {
        images,
        machines: [machine],
      } = await list()
      assert.ok(machine)
      const others = Array.from({ length: 143 }, (_, index) => ({
        ...machine,
        id: `id-${index}`,
        siteId: `id-${index}`,
      }))
      return { images, machines: [machine, ...others] }
    }
    life.clock.advance(DAY_MS)
    const { reconciled } = await life.sweep({ dryRun: true })
    const oldest = Array.from({ length: 12 }, (_, index) => `site-${142 - index}`)
    assert.deepEqual(reconciled.toSorted(), oldest.toSorted())
  })

  it('removes what belongs to no site when it sees it again half an hour later', async () => {
    const life = await aSettledSite()
    const before = life.remains()
    await leaveOver(life)
    const first = await life.sweep()
    assert.deepEqual(
      first.suspects.map((key) => key.split(' ')[0]),
      ['machine', 'image', 'route', 'alarm', 'repository-access', 'quota'],
    )
    assert.deepEqual(first.removed, [])
    life.clock.advance(HALF_AN_HOUR_MS - 1)
    const early = await life.sweep()
    assert.deepEqual([early.suspects, early.removed], [first.suspects, []])
    life.clock.advance(1)
    const second = await life.sweep()
    assert.deepEqual([second.suspects, second.removed], [[], first.suspects])
    assert.deepEqual(life.remains(), before)
    assert.ok((await life.ports.alarm.list()).every(({ siteId }) => siteId !== FOREIGN.id))
    assert.deepEqual(await life.sweep().then(({ suspects, removed }) => [suspects, removed]), [[], []])
  })

  for (const { desired, left } of [
    { desired: 'up', left: 1 },
    { desired: 'archived', left: 0 },
  ] as const) {
    it(`${left === 0 ? 'takes away' : 'leaves'} what a set-up that failed left at the code host of a site that should be ${desired}`, async () => {
      const { store, ports, codeHost, sweep, clock } = await aSettledSite()
      const site = (await store.load('plum')) ?? assert.fail('gone')
      const { repositoryAccess: _, ...status } = site.status
      await store.save({ ...site, spec: { ...site.spec, desired }, status })
      assert.equal(codeHost.registered().length, 1)
      await sweep()
      clock.advance(HOUR_MS)
      await createSweep(ports, async () => {})()
      assert.equal(codeHost.registered().length, left)
    })
  }

  it('counts again a site whose quota entry went to an owner whom it never got', async () => {
    const life = await aSettledSite()
    const { id, spec } = await life.site()
    const { store } = life.ports
    await store.takeQuota({ siteId: id, owner: 'U009' }, { from: spec.owner })
    await life.sweep()
    life.clock.advance(HOUR_MS)
    await life.sweep()
    assert.deepEqual(await store.quotaEntries(), [{ siteId: id, owner: spec.owner }])
  })

  it('counts quota entries anew when the same total is wrong half an hour later', async () => {
    const life = await aSettledSite()
    const { store, clock } = life.ports
    let total = { count: 3, underWay: 1, revision: 7 }
    const recounted: number[] = []
    store.quotaTotal = async () => total
    store.recountQuota = async (revision) => void recounted.push(revision)
    assert.deepEqual((await life.sweep()).suspects, ['quota-total 7 of all'])
    life.clock.advance(HOUR_MS)
    total = { ...total, revision: 8 }
    assert.deepEqual((await life.sweep()).suspects, ['quota-total 8 of all'])
    assert.deepEqual(recounted, [])
    life.clock.set(clock.now() + HOUR_MS)
    assert.deepEqual((await life.sweep()).removed, ['quota-total 8 of all'])
    assert.deepEqual(recounted, [8])
    total = { count: 1, underWay: 0, revision: 9 }
    assert.deepEqual(await life.sweep().then(({ suspects, removed }) => [suspects, removed]), [[], []])
  })

  it('forgives an orphan that was seen only once', async () => {
    const life = await aSettledSite()
    await life.ports.routes.put({ siteId: FOREIGN.id, name: FOREIGN.name, instanceId: 'm', address: 'a:1' })
    assert.equal((await life.sweep()).suspects.length, 1)
    await life.ports.routes.remove(FOREIGN)
    life.clock.advance(HALF_AN_HOUR_MS)
    await life.sweep()
    await life.ports.routes.put({ siteId: FOREIGN.id, name: FOREIGN.name, instanceId: 'm', address: 'a:1' })
    const { suspects, removed } = await life.sweep()
    assert.deepEqual([suspects.length, removed.length], [1, 0])
  })

  it('takes nothing for an orphan that is made while it looks', async () => {
    const life = await aSettledSite()
    const { instances, store } = life.ports
    // A site is created and launched after the records were read.
    const list = async () => {
      if ((await store.load('pear')) === undefined) {
        const { id, name } = await store.create(
          aSite({ name: 'pear', status: { instance: undefined, launching: true } }),
        )
        await instances.launch({ site: { id, name }, token: 't', launch: 1, image: 'debian-12', size: 'small' })
      }
      return instances.list()
    }
    const sweep = createSweep({ ...life.ports, instances: { ...instances, list } }, life.reconcile)
    assert.deepEqual((await sweep()).suspects, [])
  })

  it('takes a machine for no orphan while it is being launched', async () => {
    const life = await createLife({ durations: { bootMs: MINUTE_MS } })
    await life.reconcile()
    const site = await life.site()
    await life.ports.store.save({ ...site, status: { ...site.status, instance: undefined, launching: true } })
    const { suspects } = await createSweep(life.ports, life.reconcile)({ dryRun: true })
    assert.deepEqual(suspects, [])
  })

  it('takes the archive of a site for no orphan', async () => {
    const life = await aSettledSite()
    await life.ask(deleteSite.apply)
    await life.settle()
    assert.deepEqual((await life.sweep()).suspects, [])
    assert.equal(life.remains().images, 1)
  })

  it('takes an image that a newer archive has replaced for no orphan: it goes by its own step', async () => {
    const life = await aSettledSite()
    await life.ask(deleteSite.apply)
    await life.settle()
    const { archive: kept, ...status } = (await life.site()).status
    const superseded = [kept?.imageId ?? assert.fail('no archive')]
    await life.ports.store.save({ ...(await life.site()), status: { ...status, superseded } })
    const { suspects } = await createSweep(life.ports, async () => {})({ dryRun: true })
    assert.deepEqual(suspects, [])
  })

  it('looks at sites for eight minutes, the longest overdue first, and leaves the others to the next', async () => {
    const life = await createLife()
    await life.settle()
    const now = life.clock.now()
    for (let count = 0; count < 100; count++) {
      const status = { instance: undefined, alarmAt: now - HOUR_MS - count * MINUTE_MS }
      await life.ports.store.create(aSite({ name: `pear-${count}`, status }))
    }
    const looked: string[] = []
    // Ten are looked at together, so that each look moves the time of ten.
    const sweep = createSweep(life.ports, async (name) => {
      looked.push(name)
      life.clock.advance(6 * SECOND_MS)
    })
    const { reconciled, postponed } = await sweep()
    const oldest = Array.from({ length: reconciled.length }, (_, index) => `pear-${99 - index}`)
    assert.deepEqual([looked, reconciled], [oldest, oldest])
    assert.ok(reconciled.length >= 80 && reconciled.length < 90, `${reconciled.length} looks`)
    assert.equal(postponed, 100 - reconciled.length)
  })

  it('only tells in a dry run', async () => {
    const life = await aSettledSite()
    await leaveOver(life)
    await life.sweep()
    const before = life.remains()
    life.clock.set(((await life.site()).status.alarmAt ?? 0) + 3 * MINUTE_MS)
    const told = await life.sweep({ dryRun: true })
    assert.deepEqual([told.removed.length, told.reconciled], [6, ['plum']])
    assert.deepEqual([life.remains(), life.reconciled], [before, []])
    assert.equal((await life.sweep()).removed.length, 6)
  })

  it('does not remember what a dry run has seen', async () => {
    const life = await aSettledSite()
    await leaveOver(life)
    await life.sweep({ dryRun: true })
    life.clock.advance(HALF_AN_HOUR_MS)
    assert.deepEqual((await life.sweep()).removed, [])
  })

  it('goes on when something cannot be removed, and tries that again', async () => {
    const life = await aSettledSite()
    await leaveOver(life)
    await life.sweep()
    life.clock.advance(HALF_AN_HOUR_MS)
    const { terminate } = life.ports.instances
    const refusal = new Error('not now')
    life.ports.instances.terminate = async () => Promise.reject(refusal)
    const { errors } = await life.sweep()
    assert.deepEqual(errors, [refusal])
    assert.equal(life.routes().length, 1, 'the rest is gone')
    life.ports.instances.terminate = terminate
    const { removed } = await life.sweep()
    assert.equal(removed.length, 1)
    assert.equal(life.machines().length, 1)
  })

  it('continues when a site cannot be reconciled', async () => {
    const life = await createLife({ durations: { bootMs: SECOND_MS } })
    await life.ports.store.create(aSite({ name: 'pear', status: { instance: undefined } }))
    const tried: string[] = []
    const { reconciled, errors } = await createSweep(life.ports, async (name) => {
      tried.push(name)
      throw new Error(name)
    })()
    assert.deepEqual(tried.toSorted(), ['pear', 'plum'])
    assert.deepEqual([reconciled, errors.length], [tried, 2])
  })

  it('removes nothing while a record cannot be read, whose it may be', async () => {
    const life = await aSettledSite()
    await leaveOver(life)
    await life.sweep()
    life.clock.advance(HALF_AN_HOUR_MS)
    const before = life.remains()
    const { list } = life.ports.store
    life.ports.store.list = async (...query) => ({ ...(await list(...query)), unreadable: ['medlar'] })
    const { unreadable, removed } = await life.sweep()
    assert.deepEqual([[...new Set(unreadable)], removed], [['medlar'], []])
    assert.deepEqual(life.remains(), before)
  })

  it('looks at a site once its record can be read again', async () => {
    const life = await aSettledSite()
    const { list } = life.ports.store
    life.ports.store.list = async (query) => ({ sites: [], ...(query.by === 'life' && { unreadable: ['plum'] }) })
    assert.deepEqual((await life.sweep()).reconciled, [])
    life.ports.store.list = list
    assert.deepEqual((await life.sweep()).reconciled, ['plum'])
    assert.deepEqual((await life.sweep()).reconciled, [])
  })

  it('looks at every page', async () => {
    const life = await aSettledSite()
    for (let count = 0; count < 230; count++) {
      await life.ports.store.create(aSite({ name: `pear-${count}`, status: { instance: undefined } }))
    }
    const { sites, reconciled } = await life.sweep({ dryRun: true })
    assert.deepEqual([sites, reconciled.length], [231, 230])
  })
})
