import { type Filter, GetProductsCommand, type PricingClient } from '@aws-sdk/client-pricing'
import * as z from 'zod'
import type { Config } from '../config.ts'
import { saveLookedUp } from '../looked-up.ts'
import type { Policy } from '../../src/site/policy.ts'

type Prices = NonNullable<Policy['prices']>
type Pricing = Pick<PricingClient, 'send'>

/** Of the two regions that have the price list of all others, the nearer to most. Source: AWS Billing, "Price List Query API". */
export const PRICE_LIST_REGION = 'us-east-1'

const productSchema = z.object({
  product: z.object({ attributes: z.object({ usagetype: z.string() }) }),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({ priceDimensions: z.record(z.string(), z.object({ pricePerUnit: z.record(z.string(), z.string()) })) }),
    ),
  }),
})

/**
 * What a deployment's machines cost by AWS's price list, in US dollars: Linux, on demand, with a public IPv4 address, a gp3 volume of
 * `diskGib`, and a snapshot of all of it. Sizes without a price are left out; undefined if anything else has none.
 */
export async function lookUpPrices(
  { region, sizes, diskGib }: Pick<Config, 'region' | 'sizes' | 'diskGib'>,
  pricing: Pricing,
  now: Date,
): Promise<Prices | undefined> {
  const priceOf = (service: string, usage: string, attributes: Record<string, string> = {}) =>
    lookUp(pricing, { service, usage, attributes: { regionCode: region, ...attributes } })
  const address = await priceOf('AmazonVPC', 'PublicIPv4:InUseAddress')
  const disk = await priceOf('AmazonEC2', 'EBS:VolumeUsage.gp3', { productFamily: 'Storage', volumeApiName: 'gp3' })
  const snapshot = await priceOf('AmazonEC2', 'EBS:SnapshotUsage', { productFamily: 'Storage Snapshot' })
  if (address === undefined || disk === undefined || snapshot === undefined) return undefined
  const hours: [string, number][] = []
  for (const { type } of sizes) {
    const hour = await priceOf('AmazonEC2', `BoxUsage:${type}`, { instanceType: type, ...LINUX })
    if (hour !== undefined) hours.push([type, rounded(hour + address)])
  }
  return {
    currency: 'USD',
    sizes: Object.fromEntries(hours),
    disk: rounded(disk * diskGib),
    archive: rounded(snapshot * diskGib),
    source: `AWS price list, ${region}, ${now.toISOString().slice(0, 10)}`,
  }
}

/** If they can't be looked up, the deployment goes on with those of the one before, or without any. */
export async function updatePrices(
  config: Pick<Config, 'region' | 'sizes' | 'diskGib'>,
  pricing: Pricing,
  say: (line: string) => void,
  { now = new Date(), directory }: { now?: Date; directory?: string } = {},
): Promise<void> {
  try {
    const prices = await lookUpPrices(config, pricing, now)
    if (prices === undefined) say(`AWS's price list lacks prices for ${config.region}. Set your own: docs/costs.md`)
    else await saveLookedUp('prices', config.region, prices, directory)
  } catch (error) {
    say(`Prices couldn't be looked up (${String(error)}). Allow pricing:GetProducts, or set your own: docs/costs.md`)
  }
}

const LINUX = { operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' }

interface Wanted {
  service: string
  /** Without the region's short name. */
  usage: string
  attributes: Record<string, string>
}

/** Undefined unless there is exactly one price. */
async function lookUp(pricing: Pricing, { service, usage, attributes }: Wanted): Promise<number | undefined> {
  const Filters = Object.entries(attributes).map(([Field, Value]): Filter => ({ Type: 'TERM_MATCH', Field, Value }))
  const prices = new Set<number>()
  let NextToken: string | undefined
  do {
    const page = await pricing.send(new GetProductsCommand({ ServiceCode: service, Filters, NextToken }))
    for (const product of page.PriceList ?? []) {
      for (const price of pricesIn(JSON.parse(String(product)), usage)) prices.add(price)
    }
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  const [price] = prices
  return prices.size === 1 ? price : undefined
}

function pricesIn(document: unknown, usage: string): number[] {
  const { success, data } = productSchema.safeParse(document)
  // In all regions but us-east-1, the short name comes first: EUC1-BoxUsage:t3.micro.
  if (!success || data.product.attributes.usagetype.replace(/^[A-Z0-9]+-/, '') !== usage) return []
  return Object.values(data.terms.OnDemand)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .map(({ pricePerUnit }) => Number(pricePerUnit['USD']))
    .filter((price) => price > 0)
}

function rounded(price: number): number {
  return Number(price.toFixed(5))
}
