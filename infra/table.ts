import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { TTL_ATTRIBUTE } from '../src/aws/audit-trail.ts'
import { siteIndexes, siteTable } from '../src/aws/site-item.ts'

/** Of the CDK: `-c indexes=NAME,NAME`, for a table that gets or loses one (`deploying/index-updates.ts`). */
const CONTEXT = 'indexes'

/**
 * The table as `src/aws/site-item.ts` describes it. It outlives the stack: it's the only resource that
 * can't be recreated.
 */
export function createTable(scope: Construct, tableName: string): Table {
  const description = siteTable(tableName)
  const attribute = (name: string) => {
    const found = description.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)
    if (found === undefined) throw new Error(`The table does not say what ${name} is`)
    return { name, type: found.AttributeType === 'N' ? AttributeType.NUMBER : AttributeType.STRING }
  }
  const [key] = description.KeySchema
  if (key === undefined) throw new Error('The table has no key')
  const table = new Table(scope, 'Table', {
    tableName,
    partitionKey: attribute(key.AttributeName),
    billingMode: BillingMode[description.BillingMode],
    stream: StreamViewType[description.StreamSpecification.StreamViewType],
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: TTL_ATTRIBUTE,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const given: unknown = scope.node.tryGetContext(CONTEXT)
  const names = typeof given === 'string' ? given.split(',') : Object.values(siteIndexes).map((one) => one.indexName)
  for (const { indexName, earlier, hash, range } of Object.values(siteIndexes)) {
    const keys = { partitionKey: attribute(hash), sortKey: attribute(range) }
    const { KEYS_ONLY, ALL } = ProjectionType
    if (names.includes(indexName)) table.addGlobalSecondaryIndex({ indexName, ...keys, projectionType: KEYS_ONLY })
    if (names.includes(earlier)) table.addGlobalSecondaryIndex({ indexName: earlier, ...keys, projectionType: ALL })
  }
  return table
}
