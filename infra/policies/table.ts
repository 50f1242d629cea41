import type { Grant } from './grants.ts'

export const readAndWrite: Grant = {
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  resources: ({ tableArn }) => [tableArn],
}
export const remove: Grant = { actions: ['dynamodb:DeleteItem'], resources: ({ tableArn }) => [tableArn] }
/** The item that counts sites. */
export const count: Grant = { actions: ['dynamodb:UpdateItem'], resources: ({ tableArn }) => [tableArn] }
export const list: Grant = { actions: ['dynamodb:Query'], resources: ({ tableArn }) => [`${tableArn}/index/*`] }
