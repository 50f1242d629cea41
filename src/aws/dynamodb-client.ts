import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createClient, QUICK } from './client/create-client.ts'

let client: DynamoDBClient | undefined

/** The process's one client, made when it is first needed. */
export function dynamoDbClient(): DynamoDBClient {
  client ??= createClient(DynamoDBClient, QUICK)
  return client
}
