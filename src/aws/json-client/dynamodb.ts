import { commandOf } from './command-of.ts'
import { JsonClient, type JsonClientOptions } from './json-client.ts'

// In the bundle for Slack, this stands in for @aws-sdk/client-dynamodb: what our code imports of it.

const service = { id: 'dynamodb', variable: 'DYNAMODB', target: 'DynamoDB_20120810', version: '1.0' } as const

export class DynamoDBClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super(service, options)
  }
}

export const BatchGetItemCommand = commandOf('BatchGetItem')
export const DeleteItemCommand = commandOf('DeleteItem')
export const GetItemCommand = commandOf('GetItem')
export const PutItemCommand = commandOf('PutItem')
export const QueryCommand = commandOf('Query')
export const UpdateItemCommand = commandOf('UpdateItem')
