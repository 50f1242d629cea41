import assert from 'node:assert/strict'
import { type AttributeValue, DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { siteIndexes, siteTable } from '../../src/aws/site-item.ts'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { LocalTable } from '../../src/local/table.ts'
import { createTable } from '../../src/local/table/database.ts'
import { listContract, pageContract } from '../contracts/site-lists.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { openTemporaryTable } from '../support/open-table.ts'

const answerSchema = z.object({
  Responses: z.record(
    z.string(),
    z.array(z.custom<Record<string, AttributeValue>>((item) => typeof item === 'object')),
  ),
})
const LIVE = { by: 'life', life: 'live' } as const

describe('lists of sites', () => {
  let table: LocalTable
  beforeEach(async () => {
    table = await openTemporaryTable()
  })
  afterEach(() => table.close())

  /** Lets the caller have another answer. */
  const changeAnswers = (name: string, change: (output: object) => Promise<object>) =>
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args)
          if (commandName === `${name}Command`) Object.assign(answer.output, await change(answer.output))
          return answer
        },
      { step: 'initialize' },
    )

  it('hold no site twice or of another query while their index lags', async () => {
    const store = createSiteStore(table)
    await store.create(aSite({ name: 'gone' }))
    const moved = await store.create(aSite({ name: 'moved' }))
    const stays = await store.create(aSite({ name: 'stays' }))
    const mine = { by: 'owner', owner: 'U001' } as const
    // The index still names what the table no longer has, or has otherwise.
    let isChanged = false
    changeAnswers('Query', async () => {
      if (!isChanged) {
        isChanged = true
        await table.client.send(new DeleteItemCommand({ TableName: table.tableName, Key: { name: { S: 'gone' } } }))
        await store.save({ ...moved, spec: { ...moved.spec, owner: 'U002' } })
      }
      return {}
    })
    assert.deepEqual((await store.list(mine, { limit: 10 })).sites, [stays])
  })

  it('fail as the table does, and look for no earlier index then', async () => {
    let answers = 0
    changeAnswers('Query', async () => {
      answers += 1
      throw Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' })
    })
    await assert.rejects(createSiteStore(table).list(LIVE, { limit: 10 }), /not allowed/)
    assert.equal(answers, 1)
  })

  it('ask again for records that an answer leaves out', async () => {
    const store = createSiteStore(table)
    for (const [index, name] of ['a', 'b', 'c'].entries())
      await store.create(aSite({ name, spec: { expiresAt: SITE_CREATED_AT + index } }))
    let answers = 0
    changeAnswers('BatchGetItem', async (output) => {
      answers += 1
      const items = answerSchema.parse(output).Responses[table.tableName] ?? []
      const Keys = items.slice(1).map(({ name }) => ({ name }))
      return {
        Responses: { [table.tableName]: items.slice(0, 1) },
        UnprocessedKeys: Keys.length === 0 ? {} : { [table.tableName]: { Keys } },
      }
    })
    const { sites } = await store.list(LIVE, { limit: 10 })
    assert.deepEqual(
      sites.map(({ name }) => name),
      ['a', 'b', 'c'],
    )
    assert.equal(answers, 3)
  })

  it('have more sites than one answer has records', async () => {
    const store = createSiteStore(table)
    const names = Array.from({ length: 130 }, (_, index) => `site-${String(index).padStart(3, '0')}`)
    for (const name of names) await store.create(aSite({ name }))
    const { sites, cursor } = await store.list(LIVE, { limit: 200 })
    assert.deepEqual(sites.map(({ name }) => name).toSorted(), names)
    assert.equal(cursor, undefined)
  })
})

describe('lists of a table that an earlier version made', () => {
  let table: LocalTable
  beforeEach(async () => {
    const tableName = 'earlier'
    table = { ...(await openTemporaryTable()), tableName }
    const input = siteTable(tableName)
    const indexes = input.GlobalSecondaryIndexes.map(({ IndexName, ...index }) => ({
      ...index,
      IndexName: Object.values(siteIndexes).find(({ indexName }) => indexName === IndexName)?.earlier,
      Projection: { ProjectionType: 'ALL' as const },
    }))
    await createTable(table.client, { ...input, GlobalSecondaryIndexes: indexes })
  })
  afterEach(() => table.close())

  listContract(() => createSiteStore(table))
  pageContract(() => createSiteStore(table))
})
