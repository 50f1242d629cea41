import assert from 'node:assert/strict'
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { SiteStore } from '../../src/control/ports.ts'
import type { LocalTable } from '../../src/local/table.ts'
import { openTemporaryTable } from '../support/open-table.ts'

const LIMITS = { limits: { all: 3, perOwner: 2 } }

/** What must hold when a process has died before or after any of its writes. */
const changes: Record<string, (store: SiteStore) => Promise<unknown>> = {
  taken: (store) => store.takeQuota({ siteId: 'new', owner: 'U1' }, LIMITS),
  released: (store) => store.releaseQuota({ siteId: 'a', owner: 'U1' }),
  'handed over': (store) => store.takeQuota({ siteId: 'a', owner: 'U2' }, { from: 'U1', ...LIMITS }),
}

describe('quota entries in the table', () => {
  let table: LocalTable
  beforeEach(async () => {
    table = await openTemporaryTable()
  })
  afterEach(() => table.close())

  const held = async (store: SiteStore) =>
    (await store.quotaEntries()).map(({ siteId, owner }) => `${owner}:${siteId}`).toSorted()
  const fill = async (store: SiteStore) => {
    for (const siteId of ['a']) await store.takeQuota({ siteId, owner: 'U1' })
  }

  /** A process of its own, which dies at its write of that number. Returns how many it has made. */
  const dying = async (change: (store: SiteStore) => Promise<unknown>, at: number, when: 'before' | 'after') => {
    const { client } = table
    let writes = 0
    const name = `dying at ${at}`
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'UpdateItemCommand') return next(args)
          writes += 1
          if (writes > at || (writes === at && when === 'before')) throw new Error('dead')
          const answer = await next(args)
          if (writes === at) throw new Error('dead')
          return answer
        },
      { step: 'initialize', name },
    )
    await change(createSiteStore(table)).catch(() => {})
    client.middlewareStack.remove(name)
    return writes
  }

  for (const [what, change] of Object.entries(changes))
    for (const when of ['before', 'after'] as const)
      it(`are never overspent, and right again, if a process dies ${when} a write while one is ${what}`, async () => {
        for (let at = 1; ; at++) {
          const isolated = await openTemporaryTable()
          await table.close()
          table = isolated
          const store = createSiteStore(table)
          await fill(store)
          const writes = await dying(change, at, when)
          const { count, revision } = await store.quotaTotal()
          // Too many at most, so that no limit is exceeded by others. No record of the new one is saved yet.
          const sites = new Set((await store.quotaEntries()).map(({ siteId }) => siteId))
          sites.delete('new')
          assert.ok(count >= sites.size, `${count} of ${[...sites].join(', ')}`)
          // What it was about to do can be done, or ends in what the total allows.
          await change(store)
          await store.recountQuota((await store.quotaTotal()).revision)
          const after = await held(store)
          assert.deepEqual(after, { taken: ['U1:a', 'U1:new'], released: [], 'handed over': ['U2:a'] }[what])
          const total = await store.quotaTotal()
          assert.deepEqual([total.count, total.underWay], [after.length, 0])
          await store.recountQuota(revision)
          assert.equal((await store.quotaTotal()).revision, total.revision, 'an old revision recounts nothing')
          if (writes < at) return
        }
      })

  it('are withdrawn by the next who is asked for them, where a process died before it counted them', async () => {
    const store = createSiteStore(table)
    await fill(store)
    await dying((other) => other.takeQuota({ siteId: 'new', owner: 'U1' }), 2, 'after')
    assert.deepEqual(await held(store), ['U1:a', 'U1:new'])
    assert.equal((await store.quotaTotal()).count, 1)
    assert.equal(await store.takeQuota({ siteId: 'new', owner: 'U1' }, { limits: { all: 1 } }), 'site-quota-reached')
    assert.equal(await store.takeQuota({ siteId: 'new', owner: 'U1' }, { limits: { all: 2 } }), 'taken')
    assert.deepEqual(await store.quotaTotal().then(({ count, underWay }) => [count, underWay]), [2, 0])
    await dying((other) => other.takeQuota({ siteId: 'newer', owner: 'U1' }), 2, 'after')
    await store.releaseQuota({ siteId: 'newer', owner: 'U1' })
    assert.deepEqual(await held(store), ['U1:a', 'U1:new'])
    assert.deepEqual(await store.quotaTotal().then(({ count, underWay }) => [count, underWay]), [2, 0])
  })

  it('make room again where the limit for all was reached at the same moment', async () => {
    const store = createSiteStore(table)
    const asks = Array.from({ length: 12 }, (_, index) =>
      store.takeQuota({ siteId: `site-${index}`, owner: `U${index}` }, { limits: { all: 4, perOwner: 1 } }),
    )
    const answers = await Promise.all(asks)
    assert.equal(answers.filter((answer) => answer === 'taken').length, 4)
    assert.deepEqual(await store.quotaTotal().then(({ count, underWay }) => [count, underWay]), [4, 0])
    assert.equal((await store.quotaEntries()).length, 4)
  })

  it('are counted once when the SDK repeats each write, because its answer was lost', async () => {
    table.client.middlewareStack.add((next) => async (args) => (await next(args), next(args)), {
      step: 'finalizeRequest',
    })
    const store = createSiteStore(table)
    assert.equal(await store.takeQuota({ siteId: 'a', owner: 'U1' }, LIMITS), 'taken')
    assert.equal(await store.takeQuota({ siteId: 'b', owner: 'U1' }, LIMITS), 'taken')
    assert.deepEqual(await store.quotaTotal().then(({ count, underWay }) => [count, underWay]), [2, 0])
    await store.releaseQuota({ siteId: 'a', owner: 'U1' })
    assert.deepEqual(await held(store), ['U1:b'])
    const { count, revision } = await store.quotaTotal()
    assert.ok(count >= 1)
    await store.recountQuota(revision)
    assert.equal((await store.quotaTotal()).count, 1)
  })

  it('are in an item that does not grow with the number of owners', async () => {
    const store = createSiteStore(table)
    const size = async () => {
      const key = { name: { S: '#quota' } }
      const { Item } = await table.client.send(new GetItemCommand({ TableName: table.tableName, Key: key }))
      return JSON.stringify(Item).length
    }
    await store.takeQuota({ siteId: 'first', owner: 'U0' })
    const before = await size()
    for (let index = 1; index < 40; index++) await store.takeQuota({ siteId: `site-${index}`, owner: `U${index}` })
    assert.ok((await size()) <= before + 4)
  })

  it('are taken over from the one item that earlier versions had, once', async () => {
    const owners = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`of:U${index}`, { SS: [`a-${index}`, `b-${index}`] }]),
    )
    await table.client.send(
      new PutItemCommand({
        TableName: table.tableName,
        Item: { name: { S: '#slots' }, count: { N: '120' }, ...owners },
      }),
    )
    const store = createSiteStore(table)
    const answers = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        createSiteStore(table).takeQuota(
          { siteId: `new-${number}`, owner: 'U1' },
          { limits: { all: 122, perOwner: 4 } },
        ),
      ),
    )
    assert.equal(answers.filter((answer) => answer === 'taken').length, 2)
    assert.equal((await store.quotaEntries()).length, 122)
    assert.equal(await store.takeQuota({ siteId: 'c', owner: 'U5' }, { limits: { all: 122 } }), 'site-quota-reached')
    assert.equal(await store.takeQuota({ siteId: 'a-5', owner: 'U5' }, { limits: { all: 122 } }), 'taken')
    assert.deepEqual(await store.quotaTotal().then(({ count, underWay }) => [count, underWay]), [122, 0])
  })
})
