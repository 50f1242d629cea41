import assert from 'node:assert/strict'
import { useFakeTimers } from 'sinon'
import type { Ports } from '../../../src/control/ports.ts'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { createLife } from '../../support/a-life.ts'
import { aSite } from '../../support/a-site.ts'
import { grantBoth } from '../../support/grant-both.ts'

const FOREIGN = { id: 'id-unknown', name: 'quince' }

/** A site that is well, one whose alarm is overdue, and something left over of each kind but machines' images. */
async function anHourAfterAnOutage() {
  const life = await createLife()
  await life.settle()
  const { ports, clock } = life
  const status = { instance: undefined, alarmAt: clock.now() - HOUR_MS }
  await ports.store.create(aSite({ name: 'pear', status }))
  await ports.instances.launch({ site: FOREIGN, token: 'token', launch: 1, image: 'debian-12', size: 'small' })
  await ports.routes.put({ siteId: FOREIGN.id, name: FOREIGN.name, instanceId: 'm', address: '127.0.0.1:1' })
  await ports.alarm.set(FOREIGN, clock.now() + 5 * HOUR_MS)
  await grantBoth(ports.codeHost, FOREIGN, 'orchard/plum', { url: 'http://hook.test', secret: 'secret' })
  await ports.store.takeQuota({ siteId: FOREIGN.id, owner: 'U001' })
  const reconciled: string[] = []
  const sweep = createSweep(ports, async (name) => void reconciled.push(name))
  return { ...life, reconciled, sweep }
}

const kindsOf = (keys: string[]) => keys.map((key) => key.split(' ')[0] ?? '').toSorted()
const KINDS = ['alarm', 'machine', 'quota', 'repository-access', 'route']

type Break = (ports: Ports, list: () => Promise<never>) => () => void

/** By kind of what it lists: breaks the list, and returns what mends it. */
const lists: Record<string, Break> = {
  machine: ({ instances }, list) => swap(instances, 'list', list),
  route: ({ routes }, list) => swap(routes, 'list', list),
  alarm: ({ alarm }, list) => swap(alarm, 'list', list),
  'repository-access': ({ codeHost }, list) => swap(codeHost, 'listAccess', list),
  quota: ({ store }, list) => swap(store, 'quotaEntries', list),
}

function swap<T extends object, K extends keyof T>(port: T, key: K, list: T[K]): () => void {
  const before = port[key]
  port[key] = list
  return () => {
    port[key] = before
  }
}

describe('the sweep goes on while others do not answer', () => {
  for (const [kind, breakList] of Object.entries(lists)) {
    it(`and removes all but what could not be listed: ${kind}`, async () => {
      const life = await anHourAfterAnOutage()
      const first = await life.sweep()
      assert.deepEqual(kindsOf(first.suspects), KINDS)
      life.clock.advance(HOUR_MS)
      const cause = new Error('down')
      const mend = breakList(life.ports, () => Promise.reject(cause))
      const { errors, removed, reconciled } = await life.sweep()
      assert.deepEqual(
        kindsOf(removed),
        KINDS.filter((other) => other !== kind),
      )
      assert.deepEqual(
        errors.map((error) => (error instanceof Error ? error.cause : error)),
        [cause],
      )
      assert.ok(reconciled.includes('pear'))
      assert.ok(kind !== 'machine' || !reconciled.includes('plum'), 'whose machine may be as recorded')
      mend()
      assert.deepEqual(kindsOf((await life.sweep()).removed), [kind], 'that it was seen before is remembered')
    })
  }

  it('and tells in a dry run what it could not list', async () => {
    const life = await anHourAfterAnOutage()
    lists['repository-access']?.(life.ports, () => Promise.reject(new Error('down')))
    const { errors, suspects } = await life.sweep({ dryRun: true })
    assert.deepEqual([errors.length, kindsOf(suspects)], [1, KINDS.filter((kind) => kind !== 'repository-access')])
  })

  it('when the code host, the load balancers, all of them are down at once', async () => {
    const life = await anHourAfterAnOutage()
    for (const breakList of Object.values(lists)) breakList(life.ports, () => Promise.reject(new Error('down')))
    const { errors, reconciled, suspects } = await life.sweep()
    assert.deepEqual([errors.length, reconciled, suspects], [5, ['pear'], []])
  })

  it('and looks at overdue sites before it asks them anything', async () => {
    const life = await anHourAfterAnOutage()
    const atAsking: string[][] = []
    for (const breakList of Object.values(lists)) {
      breakList(life.ports, async () => {
        atAsking.push([...life.reconciled])
        throw new Error('down')
      })
    }
    await life.sweep()
    assert.deepEqual(
      atAsking,
      Array.from(KINDS, () => ['pear']),
    )
  })

  it('and waits for none of them for ever', async () => {
    const life = await anHourAfterAnOutage()
    const timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      lists['repository-access']?.(life.ports, () => new Promise<never>(() => {}))
      const sweeping = life.sweep()
      await timers.tickAsync(3 * MINUTE_MS)
      const { errors, suspects } = await sweeping
      assert.deepEqual([errors.length, kindsOf(suspects)], [1, KINDS.filter((kind) => kind !== 'repository-access')])
    } finally {
      timers.restore()
    }
  })

  it('and removes nothing while it cannot know what it saw before', async () => {
    const life = await anHourAfterAnOutage()
    await life.sweep()
    life.clock.advance(HOUR_MS)
    const mend = swap(life.ports.store, 'loadOrphans', () => Promise.reject(new Error('down')))
    const { errors, removed, reconciled } = await life.sweep()
    assert.deepEqual([errors.length, removed, reconciled.includes('pear')], [1, [], true])
    mend()
    assert.deepEqual(kindsOf((await life.sweep()).removed), KINDS)
  })
})
