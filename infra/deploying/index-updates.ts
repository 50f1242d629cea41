import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { setTimeout } from 'node:timers/promises'
import { unlessNamed } from '../../src/aws/errors.ts'
import { siteIndexes } from '../../src/aws/site-item.ts'

const OURS: string[] = Object.values(siteIndexes).map(({ indexName }) => indexName)
const EARLIER: string[] = Object.values(siteIndexes).map(({ earlier }) => earlier)

/** Filling an index takes minutes at least. */
const LOOK_INTERVAL_MS = 10_000

export interface Updates {
  table: string
  dynamoDb: Pick<DynamoDBClient, 'send'>
  /** The table gets the indexes of earlier versions back, so that one of these can be deployed. */
  toEarlier: boolean
  /** Deploys the stack with these indexes; its exit status. */
  deploy(indexes: string[]): Promise<number>
  say(line: string): void
  pause?: (ms: number) => Promise<unknown>
}

/**
 * Deploys as often as the table's indexes need it: CloudFormation makes or deletes one in an update, and doesn't wait until it's made. Source:
 * CloudFormation's reference, AWS::DynamoDB::Table, GlobalSecondaryIndexes. Those of an earlier version stay for one more deployment.
 */
export async function deployIndexes(updates: Updates): Promise<number> {
  const { deploy, say } = updates
  const steps = updatesOf(await whenActive(updates), updates.toEarlier)
  for (const [index, indexes] of steps.entries()) {
    if (steps.length > 1) say(`Update ${index + 1} of ${steps.length}: the table's indexes are ${indexes.join(', ')}`)
    const status = await deploy(indexes)
    if (status !== 0) return status
    if (index < steps.length - 1) await whenActive(updates)
  }
  return 0
}

/** The indexes of each update; `present`: those of the table, undefined without one. */
function updatesOf(present: string[] | undefined, toEarlier: boolean): string[][] {
  if (present === undefined) return [OURS]
  const mayLoseEarlier = OURS.every((name) => present.includes(name))
  const staying = present.filter((name) => EARLIER.includes(name))
  const wanted = toEarlier ? EARLIER : mayLoseEarlier ? OURS : [...OURS, ...staying]
  let indexes = present.filter((name) => [...OURS, ...EARLIER].includes(name))
  const added = wanted.filter((name) => !present.includes(name)).map((name) => (indexes = [...indexes, name]))
  const less = indexes.filter((name) => !wanted.includes(name))
  const removed = less.map((name) => (indexes = indexes.filter((one) => one !== name)))
  const steps = [...added, ...removed]
  return steps.length > 0 ? steps : [indexes]
}

/** The table's indexes once none is being made or deleted: until then, none other can be. */
async function whenActive({ table, dynamoDb, say, pause = setTimeout }: Updates): Promise<string[] | undefined> {
  for (let isTold = false; ; isTold = true) {
    const found = await unlessNamed(['ResourceNotFoundException'], () =>
      dynamoDb.send(new DescribeTableCommand({ TableName: table })),
    )
    const indexes = found?.Table?.GlobalSecondaryIndexes ?? []
    const busy = indexes.filter(({ IndexStatus }) => IndexStatus !== 'ACTIVE')
    if (found === undefined) return undefined
    if (busy.length === 0) return indexes.flatMap(({ IndexName }) => IndexName ?? [])
    if (!isTold) say(`Waiting for DynamoDB: ${busy.map(({ IndexName }) => IndexName).join(', ')}`)
    await pause(LOOK_INTERVAL_MS)
  }
}
