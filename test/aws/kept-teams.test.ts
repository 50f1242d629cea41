import assert from 'node:assert/strict'
import { DeleteItemCommand, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { LocalTable } from '../../src/local/table.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite } from '../support/a-site.ts'
import { openTemporaryTable } from '../support/open-table.ts'

const TEAM_ITEM = '#team site-plum'

const aTeam = (prefix: string, count = 400) => {
  const logins = Array.from({ length: count }, (_, index) => `${prefix}-${1000 + index}`)
  return { count, logins, revision: 1, launch: 1 }
}
const withTeam = (site: Site, users: Site['status']['users']): Site => {
  assert.ok(users !== undefined)
  return { ...site, status: { ...site.status, users } }
}

describe('a team of many', () => {
  let table: LocalTable
  beforeEach(async () => {
    table = await openTemporaryTable()
  })
  afterEach(() => table.close())

  const item = async (name: string) => {
    const Key = { name: { S: name } }
    return (await table.client.send(new GetItemCommand({ TableName: table.tableName, Key }))).Item
  }
  /** How often each of these commands goes to the table from now on. */
  const counted = () => {
    const counts: Record<string, number> = {}
    table.client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          counts[commandName] = (counts[commandName] ?? 0) + 1
          return next(args)
        },
      { step: 'initialize' },
    )
    return counts
  }
  const create = (users = aTeam('aki')) => createSiteStore(table).create(withTeam(aSite({ id: 'site-plum' }), users))

  it('is beside the record, and in what loads and lists give', async () => {
    const created = await create()
    assert.equal(created.status.users?.logins?.length, 400)
    assert.ok(JSON.stringify(await item('plum')).length < 5000)
    assert.deepEqual(await createSiteStore(table).load('plum'), created)
    const { sites } = await createSiteStore(table).list({ by: 'life', life: 'live' }, { limit: 10 })
    assert.deepEqual(sites, [created])
  })

  it('is in the record if it is small', async () => {
    await create(aTeam('aki', 20))
    assert.equal(await item(TEAM_ITEM), undefined)
  })

  it('is written when it changes, and by no other save', async () => {
    await create()
    const store = createSiteStore(table)
    const counts = counted()
    let site = (await store.load('plum')) ?? assert.fail()
    for (const alarmAt of [1, 2, 3]) site = await store.save({ ...site, status: { ...site.status, alarmAt } })
    // The record and its team are read once.
    assert.deepEqual(counts, { GetItemCommand: 2, PutItemCommand: 3 })
    site = await store.save(withTeam(site, aTeam('ken')))
    assert.deepEqual(counts, { GetItemCommand: 3, PutItemCommand: 5 })
    assert.deepEqual(await createSiteStore(table).load('plum'), site)
  })

  it('may be another for the machine than the last job gave it', async () => {
    const site = await create()
    const { count, logins } = aTeam('ken')
    const command = {
      job: 'users',
      revision: 1,
      accessRevision: 1,
      usersRevision: 1,
      team: { count, logins },
      startedAt: 1,
    } as const
    const saved = await createSiteStore(table).save({ ...site, status: { ...site.status, command } })
    assert.deepEqual(await createSiteStore(table).load('plum'), saved)
    assert.deepEqual([saved.status.command?.team?.logins, saved.status.users?.logins], [logins, aTeam('aki').logins])
  })

  it('is there for each site of a list, however many', async () => {
    const store = createSiteStore(table)
    const names = Array.from({ length: 110 }, (_, index) => `plum-${index}`)
    for (const name of names) await store.create(withTeam(aSite({ id: `site-${name}`, name }), aTeam(name)))
    const { sites } = await createSiteStore(table).list({ by: 'life', life: 'live' }, { limit: names.length })
    for (const { name, status } of sites) assert.deepEqual(status.users, aTeam(name))
    assert.equal(sites.length, names.length)
  })

  it('is that of the record when a process died before it saved the record', async () => {
    const site = await create()
    for (const prefix of ['ken', 'ken']) {
      const store = createSiteStore(table)
      await assert.rejects(store.save({ ...withTeam(site, aTeam(prefix)), version: 99 }), { name: 'ConflictError' })
    }
    assert.deepEqual(await createSiteStore(table).load('plum'), site)
  })

  it('is as one that is too large to keep when it is missing', async () => {
    const site = await create()
    await table.client.send(new DeleteItemCommand({ TableName: table.tableName, Key: { name: { S: TEAM_ITEM } } }))
    const { logins: _, ...users } = site.status.users ?? assert.fail()
    const store = createSiteStore(table)
    assert.deepEqual(await store.load('plum'), withTeam(site, users))
    const { sites } = await createSiteStore(table).list({ by: 'life', life: 'live' }, { limit: 10 })
    assert.deepEqual(sites, [withTeam(site, users)])
    const found = await store.save(site)
    assert.deepEqual(await createSiteStore(table).load('plum'), found)
    assert.deepEqual(found.status.users, site.status.users)
  })

  it('goes with its site', async () => {
    const site = await create()
    await createSiteStore(table).remove(site)
    assert.deepEqual((await table.client.send(new ScanCommand({ TableName: table.tableName }))).Items, [])
  })
})
