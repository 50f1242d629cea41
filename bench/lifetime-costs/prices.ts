import type { Tally } from './tally.ts'

/**
 * List prices of eu-central-1 in US dollars, without free tiers, as of 2025-11 and from memory: AWS's pages (Lambda, DynamoDB
 * on-demand, EventBridge Scheduler, S3) have the present ones. Reads of the table's stream by Lambda, events of AWS's own
 * services, and calls to EC2, SSM, ELB and Scheduler cost nothing. Machines, disks and load balancers cost the same in both
 * designs and are left out; so are logs.
 */
export const dollars = {
  invocation: 0.2 / 1e6,
  /** arm64 */
  gbSecond: 0.0000133334,
  readUnit: 0.1525 / 1e6,
  writeUnit: 0.7625 / 1e6,
  alarm: 1.15 / 1e6,
  s3Put: 0.0054 / 1e3,
}

/** Assumed, the same for both designs: memory of a function, and how long it runs besides its calls, and for each of them. */
export const FUNCTION_GB = 0.5
export const INVOCATION_SECONDS = 0.05
export const CALL_SECONDS = 0.03

export function costOf(tally: Tally): number {
  return (
    tally.invocations * dollars.invocation +
    tally.gbSeconds * dollars.gbSecond +
    tally.readUnits * dollars.readUnit +
    tally.writeUnits * dollars.writeUnit +
    tally.alarms * dollars.alarm +
    tally.s3Puts * dollars.s3Put
  )
}
