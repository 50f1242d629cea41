import { anything, type Grant } from './grants.ts'

export const shell: Grant[] = [
  { actions: ['ssm:SendCommand'], resources: ({ arn, documentName }) => [arn('ssm', `document/${documentName}`)] },
  {
    actions: ['ssm:SendCommand'],
    resources: ({ arn }) => [arn('ec2', 'instance/*')],
    conditions: ({ stack }) => ({ StringEquals: { 'ssm:resourceTag/pokopoko:stack': stack } }),
  },
  { actions: ['ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation'], resources: anything },
  {
    actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
    resources: ({ bucketArn }) => [`${bucketArn}/*`],
  },
]
