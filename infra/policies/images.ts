import { anything, forStack, type Grant, ofStack } from './grants.ts'

/** EC2's describing calls know no resources. */
export const describeImages: Grant = { actions: ['ec2:DescribeImages'], resources: anything }

export const images: Grant[] = [
  describeImages,
  { actions: ['ec2:CreateImage'], resources: ({ arn }) => [arn('ec2', 'instance/*')], conditions: ofStack },
  {
    actions: ['ec2:CreateImage'],
    resources: ({ sharedArn }) => [sharedArn('ec2', 'image/*'), sharedArn('ec2', 'snapshot/*')],
    conditions: (names) => ({ StringEquals: forStack(names) }),
  },
  {
    actions: ['ec2:DeregisterImage'],
    resources: ({ sharedArn }) => [sharedArn('ec2', 'image/*')],
    conditions: ofStack,
  },
  {
    actions: ['ec2:DeleteSnapshot'],
    resources: ({ sharedArn }) => [sharedArn('ec2', 'snapshot/*')],
    conditions: ofStack,
  },
]

/** A baked image is offered once it's done. */
export const offer: Grant = {
  actions: ['ec2:CreateTags'],
  resources: ({ sharedArn }) => [sharedArn('ec2', 'image/*')],
  conditions: (names) => ({
    ...ofStack(names),
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['testsite:image'] },
  }),
}

export const tags: Grant[] = [
  {
    actions: ['ec2:CreateTags'],
    resources: ({ arn, sharedArn }) => [
      ...['instance/*', 'volume/*', 'spot-instances-request/*'].map((resource) => arn('ec2', resource)),
      ...['image/*', 'snapshot/*'].map((resource) => sharedArn('ec2', resource)),
    ],
    conditions: (names) => ({
      StringEquals: { ...forStack(names), 'ec2:CreateAction': ['RunInstances', 'CreateImage'] },
    }),
  },
  // Snapshots of an image that is being removed are marked; whose they are cannot be changed.
  {
    actions: ['ec2:CreateTags'],
    resources: ({ sharedArn }) => [sharedArn('ec2', 'snapshot/*')],
    conditions: (names) => ({
      ...ofStack(names),
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['pokopoko:image'] },
    }),
  },
]
