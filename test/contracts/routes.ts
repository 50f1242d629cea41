import assert from 'node:assert/strict'
import type { Route, Routes } from '../../src/control/ports.ts'

export interface RoutesHarness {
  routes: Routes
  /** Ids of two machines that routes can lead to. */
  machines: readonly [string, string]
  /** Where that name leads now. */
  leadsTo(name: string): Promise<Pick<Route, 'siteId' | 'instanceId' | 'address'> | undefined>
  close(): Promise<void>
}

/** What every implementation of `Routes` does. */
export function routesContract(name: string, make: () => Promise<RoutesHarness>): void {
  describe(`Routes: ${name}`, () => {
    let harness: RoutesHarness
    let routes: Routes
    beforeEach(async () => {
      harness = await make()
      routes = harness.routes
    })
    afterEach(() => harness.close())

    const route = (changes: Partial<Route> = {}): Route => ({
      siteId: 'site-1',
      name: 'plum',
      instanceId: harness.machines[0],
      address: '127.0.0.1:4001',
      ...changes,
    })
    const quince = (): Route => route({ siteId: 'site-2', name: 'quince' })
    const listed = async () => (await routes.list()).map(({ siteId, name }) => `${name} of ${siteId}`).toSorted()
    const leads = async ({ name, ...target }: Route) => assert.deepEqual(await harness.leadsTo(name), target)

    it('has none at first', async () => {
      assert.deepEqual(await routes.list(), [])
      assert.equal(await harness.leadsTo('plum'), undefined)
    })

    it('leads where it was put', async () => {
      await routes.put(route())
      await routes.put(quince())
      assert.deepEqual(await listed(), ['plum of site-1', 'quince of site-2'])
      await leads(route())
      await leads(quince())
    })

    it('replaces the route of a site', async () => {
      await routes.put(route())
      const later = route({ instanceId: harness.machines[1], address: '127.0.0.1:4002' })
      await routes.put(later)
      assert.deepEqual(await listed(), ['plum of site-1'])
      await leads(later)
    })

    it('can be put twice', async () => {
      await Promise.all([routes.put(route()), routes.put(route())])
      assert.deepEqual(await listed(), ['plum of site-1'])
      await leads(route())
    })

    it('leads nobody to a machine that is only prepared for them', async () => {
      await routes.prepare(route())
      await routes.prepare(route())
      assert.equal(await harness.leadsTo('plum'), undefined)
      await routes.put(route())
      await leads(route())
      await routes.prepare(route())
      await leads(route())
      assert.deepEqual(await listed(), ['plum of site-1'])
    })

    it('leads to an older site of that name until the younger one is put', async () => {
      const younger = route({ siteId: 'site-2', instanceId: harness.machines[1] })
      await routes.put(route())
      await routes.prepare(younger)
      await leads(route())
      await routes.put(younger)
      await leads(younger)
    })

    it('leads to another machine than the one that was prepared', async () => {
      await routes.prepare(route())
      const later = route({ instanceId: harness.machines[1], address: '127.0.0.1:4002' })
      await routes.put(later)
      await leads(later)
    })

    it('removes what was only prepared', async () => {
      await routes.prepare(route())
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await routes.list(), [])
      await routes.put(route())
      await leads(route())
    })

    it('removes the route of one site', async () => {
      await routes.put(route())
      await routes.put(quince())
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await listed(), ['quince of site-2'])
      assert.equal(await harness.leadsTo('plum'), undefined)
      await leads(quince())
    })

    it('can be put again', async () => {
      await routes.put(route())
      await routes.remove({ id: 'site-1', name: 'plum' })
      await routes.put(route())
      await leads(route())
    })

    it('removes what is not there', async () => {
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await routes.list(), [])
    })

    it('spares a younger site of the same name', async () => {
      const younger = route({ siteId: 'site-2' })
      await routes.put(younger)
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await listed(), ['plum of site-2'])
      await leads(younger)
    })

    it('leads to a younger site of the same name, whatever is left of the older', async () => {
      await routes.put(route())
      const younger = route({ siteId: 'site-2', instanceId: harness.machines[1] })
      await routes.put(younger)
      await leads(younger)
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await listed(), ['plum of site-2'])
      await leads(younger)
    })
  })
}
