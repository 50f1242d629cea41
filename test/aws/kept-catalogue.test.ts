import assert from 'node:assert/strict'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { createKeptCatalogue } from '../../src/aws/kept-catalogue.ts'
import { saveOfferedImages } from '../../src/aws/offered-images.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { openTemporaryTable } from '../support/open-table.ts'

const sizes = [{ id: 't3.micro', label: 'Small' }]
const images = [{ id: 'ami-1', label: 'Agency' }]
const fromEc2 = [{ id: 'ami-2', label: 'Debian 13' }]

describe('createKeptCatalogue', () => {
  let table: Awaited<ReturnType<typeof openTemporaryTable>>
  beforeEach(async () => {
    table = await openTemporaryTable()
  })
  afterEach(() => table.close())

  const make = () => {
    const clock = createFakeClock(Date.UTC(2026, 10, 2))
    const asked = { live: 0, isBroken: false }
    const live = async () => {
      asked.live += 1
      if (asked.isBroken) throw new Error('EC2 is away')
      return { images: fromEc2, sizes, offersSpot: true }
    }
    return { clock, asked, catalogue: createKeptCatalogue({ table, clock, sizes, live }) }
  }

  it('offers what was saved, without asking EC2', async () => {
    const { clock, asked, catalogue } = make()
    await saveOfferedImages(table, images, clock.now())
    assert.deepEqual(await catalogue(), { images, sizes, offersSpot: true })
    assert.equal(asked.live, 0)
  })

  it('asks EC2 before something is saved, and once nothing was saved for two sweeps', async () => {
    const { clock, asked, catalogue } = make()
    assert.deepEqual((await catalogue()).images, fromEc2)
    await saveOfferedImages(table, images, clock.now())
    clock.advance(5 * MINUTE_MS)
    assert.deepEqual((await catalogue()).images, images)
    clock.advance(3 * HOUR_MS)
    assert.deepEqual((await catalogue()).images, fromEc2)
    asked.isBroken = true
    assert.deepEqual((await catalogue()).images, images)
    await saveOfferedImages(table, fromEc2, clock.now())
    clock.advance(5 * MINUTE_MS)
    assert.deepEqual((await catalogue()).images, fromEc2)
    assert.equal(asked.live, 3)
  })

  it('asks EC2 when the list cannot be read, or is empty', async () => {
    const { clock, asked, catalogue } = make()
    await table.client.send(
      new PutItemCommand({ TableName: table.tableName, Item: { name: { S: '#images' }, images: { S: 'none' } } }),
    )
    assert.deepEqual((await catalogue()).images, fromEc2)
    await saveOfferedImages(table, [], clock.now())
    clock.advance(5 * MINUTE_MS)
    asked.isBroken = true
    await assert.rejects(catalogue(), /EC2 is away/)
  })
})
