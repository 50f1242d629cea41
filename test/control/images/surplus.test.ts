import assert from 'node:assert/strict'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { HOUR_MS } from '../../../src/site/time.ts'
import { createLife } from '../../support/a-life.ts'

/** A life whose platform has baked that many images of each of these labels, the oldest first. */
async function withBaked(labels: readonly string[], count: number) {
  const life = await createLife()
  await life.settle()
  const { instances } = life.ports
  const made: Record<string, string[]> = {}
  for (const label of labels) {
    made[label] = []
    for (let launch = 1; launch <= count; launch++) {
      const site = { id: `image ${label}`, name: `image ${label}` }
      const order = { site, token: `${site.id}-${launch}`, launch, image: 'debian-13', size: 'small' }
      const { id } = await instances.launch(order)
      await instances.describe(id)
      await instances.stop(id)
      await instances.describe(id)
      const image = await instances.createImage({ id, siteId: site.id, siteName: site.name, launch })
      await instances.describeImage(image.id)
      await instances.offerImage(image.id, label)
      await instances.terminate(id)
      made[label].push(image.id)
    }
  }
  const sweep = createSweep(life.ports, life.reconcile)
  const left = async () => (await instances.list()).images.map(({ id }) => id)
  return { ...life, made, sweep, left }
}

describe('baked images', () => {
  it('are kept, the last two of each label, and older ones removed by the second sweep', async () => {
    const { made, sweep, left, clock } = await withBaked(['Agency', 'Shops'], 4)
    await sweep()
    assert.equal((await left()).length, 8)
    clock.advance(HOUR_MS)
    assert.equal((await sweep()).removed.length, 4)
    assert.deepEqual(await left(), [...(made['Agency'] ?? []).slice(2), ...(made['Shops'] ?? []).slice(2)])
    clock.advance(HOUR_MS)
    assert.deepEqual((await sweep()).suspects, [])
  })

  it('stay for as long as a record names them, whatever its site does', async () => {
    const { made, sweep, left, clock, ports, site } = await withBaked(['Agency'], 4)
    const [oldest = '', second, ...last] = made['Agency'] ?? []
    const record = await site()
    await ports.store.save({ ...record, spec: { ...record.spec, image: oldest } })
    await sweep()
    clock.advance(HOUR_MS)
    await sweep()
    assert.deepEqual(await left(), [oldest, ...last])
    assert.ok(second !== undefined)
    const named = await site()
    const undone = { revision: 1, values: { image: oldest } }
    await ports.store.save({ ...named, spec: { ...named.spec, image: 'debian-13', settingsBefore: undone } })
    await sweep()
    clock.advance(HOUR_MS)
    await sweep()
    assert.deepEqual(await left(), [oldest, ...last], 'undoing the change would need it')
    const { settingsBefore: _, ...spec } = (await site()).spec
    await ports.store.save({ ...(await site()), spec })
    await sweep()
    clock.advance(HOUR_MS)
    await sweep()
    assert.deepEqual(await left(), last)
  })
})
