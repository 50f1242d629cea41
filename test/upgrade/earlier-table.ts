import { type AttributeValue, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { fromItem } from '../../src/aws/site-item.ts'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { Ports } from '../../src/control/ports.ts'
import type { Site } from '../../src/site/site.ts'
import { createFakeReconciler, createFakePorts, type FakePorts } from '../support/fake-ports.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { grantBoth } from '../support/grant-both.ts'

const tableSchema = z.object({
  at: z.number(),
  items: z.array(z.custom<Record<string, AttributeValue>>((item) => typeof item === 'object' && item !== null)),
})

/**
 * The table that an earlier version has written (`tables/`), under this one, and outside of it what its records speak of: machines,
 * images, routes, grants, cards, alarms. They get other ids than they had, so the records get these too.
 */
export async function openEarlierTable(version: string) {
  const path = new URL(`tables/${version}.json`, import.meta.url)
  const { at, items } = tableSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const fake = createFakePorts()
  fake.clock.set(at)
  const table = await openTemporaryTable()
  const names: string[] = []
  for (const item of items) {
    const isSite = item['name']?.S?.startsWith('#') !== true
    const Item = isSite ? await withThings(fake, item) : item
    if (isSite) names.push(item['name']?.S ?? '')
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }))
  }
  const ports: Ports = { ...fake.ports, store: createSiteStore(table) }
  /** Sites as they are stored, by name. */
  const records = async () => {
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.tableName }))
    return new Map<string, Record<string, unknown>>(
      Items.map((item) => [item['name']?.S ?? '', unmarshall(item)] as const).filter(([name]) => names.includes(name)),
    )
  }
  return {
    ...fake,
    ports,
    names,
    records,
    reconcile: createFakeReconciler(ports, fake.policy),
    close: () => table.close(),
  }
}

/** Brings about what the record says is there. Returns the record with the ids that this has. */
async function withThings(fake: FakePorts, item: Record<string, AttributeValue>) {
  const site = fromItem(item)
  const { status, spec } = site
  const ids = new Map<string, string>()
  const { instances, codeHost, chat, alarm } = fake.ports
  if (status.instance !== undefined || status.archive !== undefined) {
    const machineId = await launched(fake, site)
    if (status.instance) ids.set(status.instance.id, machineId)
    if (status.archive !== undefined) {
      const { id, name } = site
      await instances.createImage({ id: machineId, siteId: id, siteName: name, launch: status.archive.launch })
      const [image] = fake.machines.images().filter(({ siteId }) => siteId === id)
      ids.set(status.archive.imageId, image?.id ?? assert.fail(`no image of ${name}`))
      if (status.instance === undefined) await instances.terminate(machineId)
    }
    const { address } = (await instances.describe(machineId)) ?? {}
    if (status.instance?.address !== undefined && address !== undefined) ids.set(status.instance.address, address)
  }
  if (status.repositoryAccess !== undefined)
    await grantBoth(codeHost, site, status.repositoryAccess.repository, {
      url: `http://${site.name}.example/hook`,
      secret: 'secret of an earlier version',
    })
  if (status.card?.ts !== undefined) {
    const { ts } = await chat.postCard(site, { channel: spec.channel })
    ids.set(status.card.ts, ts)
  }
  if (status.alarmAt !== undefined) await alarm.set(site, status.alarmAt)
  const renamed = renameIn(item, ids)
  const { route } = fromItem(renamed).status
  if (route !== undefined) await fake.ports.routes.put({ siteId: site.id, name: site.name, ...route })
  assert.equal(spec.repository, 'orchard/plum')
  return renamed
}

async function launched({ ports: { instances }, clock }: FakePorts, { id, name, spec, status }: Site): Promise<string> {
  const launch = status.instance?.launch ?? status.archive?.launch ?? 1
  const order = { site: { id, name }, token: `${id}-${launch}`, launch, image: spec.image, size: spec.size }
  const machine = await instances.launch({ ...order, spot: spec.spot === true })
  await instances.describe(machine.id)
  const { boot = 1, state } = status.instance ?? {}
  for (let times = 1; times < boot; times++) {
    await instances.stop(machine.id)
    await instances.describe(machine.id)
    await instances.start(machine.id)
  }
  // Images are made of stopped machines.
  if (state === 'stopped' || state === 'stopping' || status.archive !== undefined) {
    await instances.stop(machine.id)
    await instances.describe(machine.id)
  }
  clock.advance(1)
  return machine.id
}

function renameIn(
  item: Record<string, AttributeValue>,
  ids: ReadonlyMap<string, string>,
): Record<string, AttributeValue> {
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return ids.get(value) ?? value
    if (Array.isArray(value)) return value.map(renamed)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, renamed(part)]))
  }
  return tableSchema.shape.items.element.parse(renamed(item))
}
