import { readUnits } from './item-size.ts'
import { invoked } from './invoked.ts'
import { count, emptyTally, type Tally, times } from './tally.ts'

/** domain, created, delete-by, AMI, repository, branch, directory, user, password, instance id, state: with their names. */
const RECORD_BYTES = 450
const SCAN_BYTES = 1024 * 1024
/** The most that DescribeInstances gives at once. */
const INSTANCES_A_PAGE = 1000
const MINUTES_AN_HOUR = 60
/** One sets up what is new, the other deletes what is over. */
const POLLERS = 2

/**
 * The seed system, in short: two functions, each invoked every minute, each scanning the whole table and describing the machines
 * of what it found. One hour of it is run, and taken so many times.
 */
export async function seedHours(siteCount: number, hours: number): Promise<Tally> {
  const tally = emptyTally()
  for (let run = 0; run < MINUTES_AN_HOUR * POLLERS; run++) await invoked(tally, async () => poll(siteCount, tally))
  return times(tally, hours)
}

function poll(siteCount: number, tally: Tally): void {
  const bytes = siteCount * RECORD_BYTES
  count(tally, { DynamoDB: Math.max(1, Math.ceil(bytes / SCAN_BYTES)) })
  tally.readUnits += readUnits(bytes, { isStrong: false })
  count(tally, { EC2: Math.max(1, Math.ceil(siteCount / INSTANCES_A_PAGE)) })
}

/**
 * One site that is alone for so many days: the polling, and beside it the form, launch, set-up, routing and deletion, which both
 * designs have. It has no archive, sleep, alarms or card.
 */
export async function seedLife(days: number): Promise<Tally> {
  const tally = await seedHours(1, days * 24)
  await invoked(tally, async () => {
    count(tally, { DynamoDB: 1 })
    tally.writeUnits += 1
  })
  // Launched; its id, set-up and state written; rule and target group made and removed; machine and record deleted.
  count(tally, { EC2: 2, SSM: 2, ELB: 6, DynamoDB: 4 })
  tally.writeUnits += 4
  return tally
}
