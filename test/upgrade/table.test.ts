import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { type Phase, phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../src/site/operations/restore.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import { wake } from '../../src/site/operations/wake.ts'
import type { Site } from '../../src/site/site.ts'
import { upgradeRecord } from '../../src/site/upgrade-record.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { openEarlierTable } from './earlier-table.ts'

/** Where each site of the table comes to rest, by the phase that it is found in; it is named for that. */
const rests: Record<string, Phase> = {
  requested: 'ready',
  launching: 'ready',
  booting: 'ready',
  settingup: 'ready',
  ready: 'ready',
  everything: 'ready',
  waking: 'ready',
  goingtosleep: 'asleep',
  asleep: 'asleep',
  archiving: 'archived',
  archived: 'archived',
  failed: 'failed',
}

/** All that is no list or object, in any depth. */
function valuesIn(part: unknown): unknown[] {
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(valuesIn) : [part]
}

/** Operations that had another name. */
const OPERATIONS: Record<string, string> = {
  changePassword: 'change-password',
  deleteWithoutArchive: 'delete-without-archive',
  handOver: 'hand-over',
  refreshUsers: 'refresh-users',
}

for (const file of readdirSync(new URL('tables/', import.meta.url))) {
  const version = file.replace('.json', '')
  describe(`a table that version ${version} has written`, () => {
    let earlier: Awaited<ReturnType<typeof openEarlierTable>>
    beforeEach(async () => {
      earlier = await openEarlierTable(version)
    })
    afterEach(() => earlier.close())

    const load = async (name: string) => (await earlier.ports.store.load(name)) ?? assert.fail(`${name} is gone`)
    const ask = async (name: string, request: (site: Site, asked: OperationContext) => Site) => {
      earlier.clock.advance(1)
      await earlier.ports.store.save(
        request(await load(name), { by: 'U002', now: earlier.clock.now(), policy: earlier.policy }),
      )
    }
    /** All sites are looked at again and again. */
    const pass = async (ms: number, { stepMs = 5 * MINUTE_MS, names = earlier.names } = {}) => {
      for (const end = earlier.clock.now() + ms; earlier.clock.now() < end; earlier.clock.advance(stepMs)) {
        for (const name of names) await earlier.reconcile(name)
      }
    }
    const machinesOf = (name: string) => earlier.machines.machines().filter(({ siteName }) => siteName === name)
    const phaseNow = async (name: string) => phaseOf(await load(name))

    it('is read whole, by name and in every list', async () => {
      const { store } = earlier.ports
      const found: Record<string, string> = {}
      for (const name of earlier.names) found[name] = (await phaseNow(name)).toLowerCase()
      assert.deepEqual(
        found,
        Object.fromEntries(earlier.names.map((name) => [name, name === 'everything' ? 'ready' : name])),
      )
      const pages = await Promise.all([
        ...(['live', 'archived'] as const).map((life) => store.list({ by: 'life', life }, { limit: 100 })),
        store.list({ by: 'channel', channel: 'C001' }, { limit: 100 }),
        ...['U001', 'U007'].map((owner) => store.list({ by: 'owner', owner }, { limit: 100 })),
      ])
      assert.deepEqual(
        pages.flatMap(({ unreadable = [] }) => unreadable),
        [],
      )
      assert.equal(
        pages.reduce((sum, { sites }) => sum + sites.length, 0),
        3 * earlier.names.length,
      )
      assert.ok((await store.quotaEntries()).length > 5)
      assert.ok((await store.loadOrphans()).length > 0)
    })

    it('has the names of today once each site was saved, and lost nothing', async () => {
      const before = await earlier.records()
      for (const name of earlier.names) await earlier.ports.store.save(await load(name))
      const after = await earlier.records()
      assert.equal(after.size, earlier.names.length)
      for (const [name, record] of after) {
        assert.deepEqual(upgradeRecord(record), record, name)
        const kept = valuesIn(record)
        for (const value of valuesIn({ ...before.get(name), version: record['version'] })) {
          const index = kept.indexOf(OPERATIONS[String(value)] ?? value)
          assert.notEqual(index, -1, `${name} lost ${JSON.stringify(value)}`)
          kept.splice(index, 1)
        }
      }
    })

    it('comes to rest with the machines and archives that it had', async () => {
      const before = new Map<string, string | undefined>()
      for (const name of earlier.names) before.set(name, (await load(name)).status.instance?.id)
      const archiveBefore = (await load('archived')).status.archive
      await pass(10 * MINUTE_MS)
      for (const [name, phase] of Object.entries(rests)) {
        const { status } = await load(name)
        assert.equal(await phaseNow(name), phase, `${name}: ${JSON.stringify(status.failures)}`)
        const ids = phase === 'archived' ? [] : [before.get(name) ?? status.instance?.id]
        assert.deepEqual(
          machinesOf(name).map(({ id }) => id),
          ids,
          name,
        )
      }
      assert.deepEqual((await load('archived')).status.archive, archiveBefore)
      assert.equal(await earlier.ports.store.load('purging'), undefined)
      assert.deepEqual([machinesOf('purging').length, earlier.machines.images().length], [0, 2])
    })

    it('loses nothing of its sites to the sweep', async () => {
      await pass(10 * MINUTE_MS)
      const sweep = createSweep(earlier.ports, earlier.reconcile)
      const count = () => [
        earlier.machines.machines().length,
        earlier.machines.images().length,
        earlier.routes.all().length,
      ]
      const before = count()
      for (let hour = 0; hour < 3; hour++) {
        const { removed, unreadable, errors } = await sweep()
        assert.deepEqual([removed, unreadable, errors], [[], [], []])
        earlier.clock.advance(HOUR_MS)
      }
      assert.deepEqual(count(), before)
    })

    it('wakes, restores, archives and purges', async () => {
      await pass(10 * MINUTE_MS)
      const asleep = (await load('asleep')).status.instance?.id
      const image = (await load('archived')).status.archive?.imageId
      await ask('asleep', wake.apply)
      await ask('archived', (site, asked) => restore.apply(site, asked))
      await ask('ready', deleteSite.apply)
      await pass(10 * MINUTE_MS)
      assert.deepEqual([await phaseNow('asleep'), await phaseNow('archived')], ['ready', 'ready'])
      assert.deepEqual(
        machinesOf('asleep').map(({ id }) => id),
        [asleep],
      )
      assert.deepEqual(
        machinesOf('archived').map((machine) => machine.image),
        [image],
      )
      assert.equal(await phaseNow('ready'), 'archived')
      await pass((earlier.policy.archiveDays + 3) * DAY_MS, { stepMs: DAY_MS, names: ['ready'] })
      assert.equal(await earlier.ports.store.load('ready'), undefined)
    })

    it('is deleted to the last, and leaves nothing', async () => {
      await pass(10 * MINUTE_MS)
      for (const name of earlier.names)
        if (await earlier.ports.store.load(name)) await ask(name, deleteWithoutArchive.apply)
      await pass(10 * MINUTE_MS)
      for (const name of earlier.names) assert.equal(await earlier.ports.store.load(name), undefined, name)
      const left = [
        earlier.machines.machines(),
        earlier.machines.images(),
        earlier.routes.all(),
        earlier.codeHost.registered(),
      ]
      assert.deepEqual(
        [...left, await earlier.ports.store.quotaEntries(), await earlier.alarm.list()],
        [[], [], [], [], [], []],
      )
    })
  })
}
