import assert from 'node:assert/strict'
import type { Route, Routes } from '../../src/control/ports.ts'

export interface RoutesHarness {
  routes: Routes
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
      instanceId: 'machine-1',
      address: '127.0.0.1:4001',
      ...changes,
    })
    const listed = async () => (await routes.list()).toSorted((a, b) => a.name.localeCompare(b.name))

    it('has none at first', async () => {
      assert.deepEqual(await routes.list(), [])
    })

    it('lists what was put', async () => {
      await routes.put(route())
      await routes.put(route({ siteId: 'site-2', name: 'quince' }))
      assert.deepEqual(await listed(), [route(), route({ siteId: 'site-2', name: 'quince' })])
    })

    it('replaces the route of a site', async () => {
      await routes.put(route())
      await routes.put(route({ instanceId: 'machine-2', address: '127.0.0.1:4002' }))
      assert.deepEqual(await routes.list(), [route({ instanceId: 'machine-2', address: '127.0.0.1:4002' })])
    })

    it('can be put twice', async () => {
      await Promise.all([routes.put(route()), routes.put(route())])
      assert.deepEqual(await routes.list(), [route()])
    })

    it('removes the route of one site', async () => {
      await routes.put(route())
      await routes.put(route({ siteId: 'site-2', name: 'quince' }))
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await routes.list(), [route({ siteId: 'site-2', name: 'quince' })])
    })

    it('removes what is not there', async () => {
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await routes.list(), [])
    })

    it('spares a younger site of the same name', async () => {
      await routes.put(route({ siteId: 'site-2' }))
      await routes.remove({ id: 'site-1', name: 'plum' })
      assert.deepEqual(await routes.list(), [route({ siteId: 'site-2' })])
    })
  })
}
