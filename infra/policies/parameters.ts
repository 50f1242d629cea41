import type { Grant } from './grants.ts'

/** The key that they are encrypted with, `aws/ssm`, is open to whoever may read them. */
export const secrets: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ arn, secretsPath }) => [arn('ssm', `parameter${secretsPath}/*`)],
}

/** AWS's own, which tell the ids of public images. */
export const publicParameters: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ sharedArn }) => [sharedArn('ssm', 'parameter/aws/service/*')],
}
