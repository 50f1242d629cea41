import { type GetProductsRequest, PricingClient } from '@aws-sdk/client-pricing'
import assert from 'node:assert/strict'
import { readConfig } from '../../config.ts'
import { withLookedUp } from '../../looked-up.ts'
import { input } from '../../pokopoko.config.example.ts'
import { updatePrices } from '../../deploying/look-up-prices.ts'
import { answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../../../test/support/aws/fake-service.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../../test/support/temporary-directory.ts'

/** As the price list has it, with made-up prices. Source: AWS Billing, "Reading the service price list files". */
function product(usagetype: string, price: string): string {
  const priceDimensions = { 'A.B.C': { unit: 'Hrs', beginRange: '0', pricePerUnit: { USD: price } } }
  return JSON.stringify({ product: { attributes: { usagetype } }, terms: { OnDemand: { 'A.B': { priceDimensions } } } })
}

/** Answers as the price list would: by the filters, and one product to a page. */
function priceList(all: Record<string, string[]>) {
  const service = createFakeService({
    GetProducts: ({ ServiceCode, Filters = [], NextToken = '0' }: GetProductsRequest) => {
      const value = (field: string) => Filters.find(({ Field }) => Field === field)?.Value
      assert.equal(value('regionCode'), 'eu-central-1')
      const key = [ServiceCode, value('instanceType') ?? value('productFamily')].filter(Boolean).join(' ')
      const found = all[key] ?? []
      const at = Number(NextToken)
      return { PriceList: found.slice(at, at + 1), ...(at + 1 < found.length && { NextToken: String(at + 1) }) }
    },
  })
  const client = new PricingClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { ...service, client }
}

const complete = {
  AmazonVPC: [product('EUC1-PublicIPv4:IdleAddress', '0.9'), product('EUC1-PublicIPv4:InUseAddress', '0.005')],
  'AmazonEC2 Storage': [product('EUC1-EBS:VolumeUsage.gp3', '0.1')],
  'AmazonEC2 Storage Snapshot': [
    product('EUC1-EBS:SnapshotArchiveStorage', '0.01'),
    product('EUC1-EBS:SnapshotUsage', '0.05'),
  ],
  'AmazonEC2 t3.micro': [product('EUC1-UnusedBox:t3.micro', '7'), product('EUC1-BoxUsage:t3.micro', '0.012')],
}

describe('the prices of a deployment', () => {
  let directory: TemporaryDirectory
  const said: string[] = []
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    said.length = 0
  })
  afterEach(() => directory.remove())

  const update = ({ client }: { client: PricingClient }) =>
    updatePrices(readConfig(input), client, (line) => said.push(line), {
      directory: directory.path,
      now: new Date('2026-11-30T12:00Z'),
    })
  const found = async (more: Record<string, unknown> = {}) =>
    (await withLookedUp({ ...input, ...more }, directory.path))['prices']

  it("come from AWS's price list, with its region and the day, and leave out a size that it doesn't have", async () => {
    await update(priceList(complete))
    assert.deepEqual(await found(), {
      currency: 'USD',
      sizes: { 't3.micro': 0.017 },
      disk: 1.6,
      archive: 0.8,
      source: 'AWS price list, eu-central-1, 2026-11-30',
    })
    assert.ok(readConfig(await withLookedUp({ ...input }, directory.path)).prices)
    assert.deepEqual(said, [])
  })

  it('are those of the configuration, if it has any, and never those of another region', async () => {
    await update(priceList(complete))
    const own = { sizes: { 't3.micro': 1 }, disk: 2, archive: 3 }
    assert.equal(await found({ prices: own }), own)
    assert.equal(await found({ region: 'eu-west-1' }), undefined)
  })

  it('are none where the price list has none, or more than one: that is said, and nothing is guessed', async () => {
    const { 'AmazonEC2 Storage': _, ...rest } = complete
    await update(priceList(rest))
    const twice = [
      product('EUC1-EBS:VolumeUsage.gp3', '0.1'),
      product('EUC1-EBS:VolumeUsage.gp3', '0.2'),
      '{"product":1}',
    ]
    await update(priceList({ ...rest, 'AmazonEC2 Storage': twice }))
    assert.equal(await found(), undefined)
    assert.equal(said.length, 2)
    assert.match(said[1] ?? '', /price list lacks prices for eu-central-1.*docs\/costs\.md/)
  })

  it('stay as they were where they can’t be looked up, and the deployment goes on', async () => {
    await update(priceList(complete))
    const denied = priceList(complete)
    denied.failNext('GetProducts', 'AccessDeniedException')
    await update(denied)
    assert.ok(await found())
    assert.match(said[0] ?? '', /AccessDeniedException.*Allow pricing:GetProducts/)
  })
})
