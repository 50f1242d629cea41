import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import assert from 'node:assert/strict'
import { deployIndexes } from '../../deploying/index-updates.ts'
import {
  answeredBy,
  AwsError,
  createFakeService,
  insteadOfNetwork,
  nowhere,
} from '../../../test/support/aws/fake-service.ts'

const OURS = ['keys-by-owner', 'keys-by-channel', 'keys-by-life']
const EARLIER = ['by-owner', 'by-channel', 'by-life']

/** A stack whose table has these indexes, or none yet. Making or deleting one takes DynamoDB until it was looked at twice. */
function aStack(start: string[] | undefined) {
  let indexes = start?.map((IndexName) => ({ IndexName, looks: 0 }))
  const stages: string[][] = []
  const said: string[] = []
  let pauses = 0
  const service = createFakeService({
    DescribeTable: () => {
      if (indexes === undefined) throw new AwsError('ResourceNotFoundException')
      const GlobalSecondaryIndexes = indexes.map((index) => ({
        IndexName: index.IndexName,
        IndexStatus: index.looks-- > 0 ? 'CREATING' : 'ACTIVE',
      }))
      return { Table: { GlobalSecondaryIndexes } }
    },
  })
  const dynamoDb = new DynamoDBClient(nowhere)
  dynamoDb.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  /** CloudFormation: "Cannot perform more than one GSI creation or deletion in a single update". */
  const deploy = async (wanted: string[]) => {
    const before = indexes ?? wanted.map((IndexName) => ({ IndexName, looks: 0 }))
    assert.ok(
      before.every(({ looks }) => looks <= 0),
      'one of them is being made',
    )
    const added = wanted.filter((name) => before.every(({ IndexName }) => IndexName !== name))
    const kept = before.filter(({ IndexName }) => wanted.includes(IndexName))
    assert.ok(added.length + before.length - kept.length <= 1, 'more than one in an update')
    indexes = [...kept, ...added.map((IndexName) => ({ IndexName, looks: 2 }))]
    stages.push(wanted)
    return 0
  }
  return {
    deploy: (toEarlier = false, failing?: number) =>
      deployIndexes({
        table: 'pokopoko',
        dynamoDb,
        toEarlier,
        deploy: async (wanted) => failing ?? deploy(wanted),
        say: (line) => said.push(line),
        pause: async () => void pauses++,
      }),
    indexes: () => indexes?.map(({ IndexName }) => IndexName).toSorted(),
    stages: () => stages.length,
    said: () => said.join('\n'),
    pauses: () => pauses,
  }
}

describe('indexes of a deployed table', () => {
  it('come with a new one, in one update', async () => {
    const stack = aStack(undefined)
    assert.equal(await stack.deploy(), 0)
    assert.deepEqual([stack.indexes(), stack.stages(), stack.said()], [OURS.toSorted(), 1, ''])
  })

  it('come one by one to that of an earlier version, which keeps its own for one more deployment', async () => {
    const stack = aStack(EARLIER)
    await stack.deploy()
    assert.deepEqual([stack.indexes(), stack.stages()], [[...OURS, ...EARLIER].toSorted(), 3])
    assert.match(stack.said(), /Update 3 of 3: .*keys-by-life/)
    assert.match(stack.said(), /Waiting for DynamoDB: keys-by-channel/)
    assert.equal(stack.pauses(), 4)
    await stack.deploy()
    assert.deepEqual([stack.indexes(), stack.stages()], [OURS.toSorted(), 6])
    await stack.deploy()
    assert.deepEqual([stack.indexes(), stack.stages()], [OURS.toSorted(), 7])
  })

  it('go on where a deployment ended', async () => {
    const stack = aStack([...EARLIER, 'keys-by-owner'])
    assert.equal(await stack.deploy(false, 1), 1)
    assert.equal(stack.stages(), 0)
    await stack.deploy()
    assert.deepEqual([stack.indexes(), stack.stages()], [[...OURS, ...EARLIER].toSorted(), 2])
  })

  it('go back to those of an earlier version, from wherever they are', async () => {
    for (const start of [OURS, [...EARLIER, 'keys-by-owner'], [...OURS, 'by-life'], EARLIER]) {
      const stack = aStack(start)
      await stack.deploy(true)
      assert.deepEqual(stack.indexes(), EARLIER.toSorted())
    }
  })
})
