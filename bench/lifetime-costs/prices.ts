import type { Tally } from './tally.ts'

/** Of every price below. */
export const REGION = 'ap-northeast-1'

/** In US dollars, on demand. */
export interface Price {
  usd: number
  per: string
  /** Its part of AWS's price list. */
  offer: string
  /** When AWS published that part, or when it was read; absent where the copy doesn't say. */
  date?: string
  sku?: string
}

/**
 * AWS's price list for Tokyo, without free tiers, as others have published it: docs/costs.md. Reads of the table's stream by Lambda, events
 * of AWS's own services, and calls to EC2, SSM, ELB and Scheduler cost nothing. Logs and traffic are left out.
 */
export const prices = {
  machineHour: {
    usd: 0.0136,
    per: 'hour of a t3.micro',
    offer: 'AmazonEC2',
  },
  addressHour: {
    usd: 0.005,
    per: 'hour of a public IPv4 address',
    offer: 'AmazonVPC',
    date: '2026-09-17',
    sku: 'ZP85FQT9FHKJRAG5',
  },
  volumeGbMonth: {
    usd: 0.096,
    per: 'GB-month of a gp3 volume',
    offer: 'AmazonEC2',
    date: '2026-09-10',
    sku: 'C8Y3GJZBQTH8T5JV',
  },
  invocation: { usd: 0.2 / 1e6, per: 'invocation', offer: 'AWSLambda' },
  /** arm64 */
  gbSecond: { usd: 0.0000133334, per: 'GB-second, arm64', offer: 'AWSLambda', date: '2026-10-01' },
  readUnit: { usd: 0.1425 / 1e6, per: 'read request unit', offer: 'AmazonDynamoDB', date: '2026-09-11' },
  writeUnit: { usd: 0.715 / 1e6, per: 'write request unit', offer: 'AmazonDynamoDB', date: '2026-09-11' },
  alarm: { usd: 1.25 / 1e6, per: 'invocation by Scheduler', offer: 'AWSEvents', date: '2026-08-31' },
  s3Put: { usd: 0.0047 / 1e3, per: 'PUT', offer: 'AmazonS3', date: '2026-09-18' },
} satisfies Record<string, Price>

/** Of a machine, in GB: the default of `diskGib`. */
const DISK_GB = 16
export const HOURS_A_MONTH = 730

/** An hour of a machine that runs, and a month of its disk, which it has while it's stopped, too. */
export const machineCosts = {
  hour: prices.machineHour.usd + prices.addressHour.usd,
  disk: DISK_GB * prices.volumeGbMonth.usd,
}

/** Assumed, the same for both designs: memory of a function, and how long it runs besides its calls, and for each of them. */
export const FUNCTION_GB = 0.5
export const INVOCATION_SECONDS = 0.05
export const CALL_SECONDS = 0.03

export function costOf(tally: Tally): number {
  return (
    tally.invocations * prices.invocation.usd +
    tally.gbSeconds * prices.gbSecond.usd +
    tally.readUnits * prices.readUnit.usd +
    tally.writeUnits * prices.writeUnit.usd +
    tally.alarms * prices.alarm.usd +
    tally.s3Puts * prices.s3Put.usd
  )
}
