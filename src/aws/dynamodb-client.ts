import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

let client: DynamoDBClient | undefined

/**
 * The process's one client, made when it is first needed. Region, credentials and endpoint come from the SDK's own
 * variables. Slack must have its answer within 3 s, so three attempts fit in that; a healthy table answers in 10 ms.
 */
export function dynamoDbClient(): DynamoDBClient {
  client ??= new DynamoDBClient({
    retryMode: 'standard',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 400, requestTimeout: 800, throwOnRequestTimeout: true },
  })
  return client
}
