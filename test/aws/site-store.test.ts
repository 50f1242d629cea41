import assert from 'node:assert/strict'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { toItem, UnreadableRecordError } from '../../src/aws/site-item.ts'
import { readAuditTrail } from '../../src/aws/read-audit-trail.ts'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { LocalTable } from '../../src/local/table.ts'
import { siteStoreContract } from '../contracts/site-store.ts'
import { aFailure } from '../site/sites.ts'
import { aSite } from '../support/a-site.ts'
import { openTemporaryTable } from '../support/open-table.ts'

siteStoreContract('DynamoDB', async () => {
  const table = await openTemporaryTable()
  // DynamoDB's reads are eventually consistent unless asked otherwise, and dynalite's always consistent.
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const isConsistent = 'ConsistentRead' in args.input && args.input.ConsistentRead === true
        assert.ok(commandName !== 'GetItemCommand' || isConsistent, 'a read of an item that may be an old one')
        return next(args)
      },
    { step: 'initialize' },
  )
  return {
    store: createSiteStore(table),
    auditTrail: (since) => readAuditTrail(table, since),
    close: table.close,
  }
})

describe('createSiteStore', () => {
  let table: LocalTable
  beforeEach(async () => {
    table = await openTemporaryTable()
  })
  afterEach(() => table.close())
  const spoil = async (name: string) => {
    const Item = { ...toItem(aSite({ name })), version: { S: 'seven' } }
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }))
  }

  it('names the site whose record cannot be read', async () => {
    await spoil('plum')
    const isNamed = (error: unknown) => error instanceof UnreadableRecordError && error.siteName === 'plum'
    await assert.rejects(createSiteStore(table).load('plum'), isNamed)
  })

  it('stores nothing that could not be read, and does not take what is there for unreadable', async () => {
    const store = createSiteStore(table)
    const created = await store.create(aSite())
    const isOurs = (error: unknown) => error instanceof Error && /to be stored as plum/.test(error.message)
    await assert.rejects(store.save({ ...created, createdAt: 1.5 }), isOurs)
    assert.deepEqual(await store.load('plum'), created)
  })

  it('lists the others beside it, and pages over it', async () => {
    const store = createSiteStore(table)
    await store.create(aSite({ name: 'apple', createdAt: 3 }))
    await spoil('plum')
    await store.create(aSite({ name: 'quince', createdAt: 1 }))
    const query = { by: 'channel', channel: 'C001' } as const
    const first = await store.list(query, { limit: 2 })
    const second = await store.list(query, { limit: 2, cursor: first.cursor ?? assert.fail() })
    const pages = [first, second]
    assert.deepEqual(pages.flatMap(({ sites }) => sites.map((site) => site.name)).toSorted(), ['apple', 'quince'])
    assert.deepEqual(
      pages.flatMap(({ unreadable }) => unreadable ?? []),
      ['plum'],
    )
  })

  it('fills a page from answers that DynamoDB ends at 1 MB', async () => {
    const store = createSiteStore(table)
    // Dynalite ends an answer after the record that passes 1 MB, DynamoDB before it.
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const name of names) {
      const failures = {
        launch: aFailure({ detail: 'x'.repeat(300_000) }),
      }
      await store.create(aSite({ name, status: { failures } }))
    }
    const page = await store.list({ by: 'life', life: 'live' }, { limit: 6 })
    assert.deepEqual(page.sites.map((site) => site.name).toSorted(), names)
    assert.equal(page.cursor, undefined)
  })

  it('takes what it wrote itself for written, when the answer was lost', async () => {
    const store = createSiteStore(table)
    // The SDK's retry, seen from the table: the same write comes a second time.
    table.client.middlewareStack.add((next) => async (args) => (await next(args), next(args)), {
      step: 'finalizeRequest',
    })
    const created = await store.create(aSite())
    assert.deepEqual(await store.save(created), { ...created, version: created.version + 1 })
  })

  it('remembers no orphans where what it remembered cannot be read', async () => {
    const store = createSiteStore(table)
    await store.saveOrphans([{ key: 'machine 1', since: 1 }])
    const item = { name: { S: '#sweep' }, orphans: { L: [{ S: 'of another form' }] } }
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: item }))
    assert.deepEqual(await store.loadOrphans(), [])
  })

  it('passes on what is wrong with the table', async () => {
    const store = createSiteStore({ ...table, tableName: 'missing' })
    for (const call of [() => store.load('plum'), () => store.create(aSite()), () => store.remove(aSite())]) {
      await assert.rejects(call, { name: 'ResourceNotFoundException' })
    }
  })
})
