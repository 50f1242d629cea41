import { QueryCommand, type DynamoDBClient, type QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { undefinedIf } from '../site/errors.ts'
import type { Item, SiteIndex } from './site-item.ts'

export interface IndexQuery {
  index: SiteIndex
  hash: string
  isDescending?: boolean
  limit?: number
  start?: Item | undefined
}

/** What one answer holds: keys alone, or more in an index that an earlier version made. */
export async function queryIndex(
  { client, tableName }: { client: DynamoDBClient; tableName: string },
  { index, hash, isDescending = false, limit, start }: IndexQuery,
): Promise<{ items: Item[]; next: Item | undefined }> {
  const ask = async (IndexName: string) => {
    const input: QueryCommandInput = {
      TableName: tableName,
      IndexName,
      KeyConditionExpression: '#hash = :hash',
      ExpressionAttributeNames: { '#hash': index.hash },
      ExpressionAttributeValues: { ':hash': { S: hash } },
      ScanIndexForward: !isDescending,
      Limit: limit,
      ExclusiveStartKey: start,
    }
    const { Items: items = [], LastEvaluatedKey: next } = await client.send(new QueryCommand(input))
    return { items, next }
  }
  try {
    return await ask(index.indexName)
  } catch (error) {
    // A table of an earlier version doesn't have the index yet, or still fills it.
    if (!isInvalid(error)) throw error
    const found = await undefinedIf(isInvalid, ask(index.earlier))
    if (found === undefined) throw error
    return found
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException'
}
