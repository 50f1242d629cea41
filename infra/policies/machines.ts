import { anything, forStack, type Grant, ofStack } from './grants.ts'

const launch: Grant[] = [
  {
    actions: ['ec2:RunInstances'],
    resources: ({ arn }) => [arn('ec2', 'instance/*')],
    conditions: (names) => ({
      StringEquals: forStack(names),
      ArnEquals: { 'ec2:LaunchTemplate': names.launchTemplateArn },
    }),
  },
  // AWS supplies no `ec2:LaunchTemplate` for the spot request, only tags. The instance itself has to come from our template, above.
  // Source: Service Authorization Reference, RunInstances.
  {
    actions: ['ec2:RunInstances'],
    resources: ({ arn }) => [arn('ec2', 'spot-instances-request/*')],
    conditions: (names) => ({ StringEquals: forStack(names) }),
  },
  {
    actions: ['ec2:RunInstances'],
    resources: ({ arn }) => [arn('ec2', 'volume/*')],
    conditions: (names) => ({
      StringEquals: { ...forStack(names), 'ec2:VolumeType': 'gp3' },
      Bool: { 'ec2:Encrypted': 'true' },
      ArnEquals: { 'ec2:LaunchTemplate': names.launchTemplateArn },
    }),
  },
  {
    actions: ['ec2:RunInstances'],
    resources: ({ arn, sharedArn, launchTemplateArn, machineGroupArn, subnetIds }) => [
      launchTemplateArn,
      machineGroupArn,
      ...subnetIds.map((id) => arn('ec2', `subnet/${id}`)),
      arn('ec2', 'network-interface/*'),
      sharedArn('ec2', 'image/*'),
    ],
    conditions: ({ launchTemplateArn }) => ({ ArnEquals: { 'ec2:LaunchTemplate': launchTemplateArn } }),
  },
  {
    actions: ['iam:PassRole'],
    resources: ({ machineRoleArn }) => [machineRoleArn],
    conditions: () => ({ StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
  },
]

/**
 * One attribute at a time can be changed, and this key is there if it is the type.
 * Source: Amazon EC2 User Guide, "Condition keys", ec2:Attribute; API Reference, ModifyInstanceAttribute.
 */
export const resize: Grant = {
  actions: ['ec2:ModifyInstanceAttribute'],
  resources: ({ arn }) => [arn('ec2', 'instance/*')],
  conditions: (names) => ({ ...ofStack(names), StringLike: { 'ec2:Attribute/InstanceType': '*' } }),
}

export const machines: Grant[] = [
  ...launch,
  {
    actions: ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances'],
    resources: ({ arn }) => [arn('ec2', 'instance/*')],
    conditions: ofStack,
  },
  {
    actions: ['ec2:CancelSpotInstanceRequests'],
    resources: ({ arn }) => [arn('ec2', 'spot-instances-request/*')],
    conditions: ofStack,
  },
  {
    actions: ['ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:DescribeSpotInstanceRequests'],
    resources: anything,
  },
]

/**
 * What a function that launches or starts machines must be allowed on the key of their volumes: EC2 uses it on its behalf.
 * Source: Amazon EBS User Guide, "Permissions to use a KMS key with EBS encryption".
 */
export function useOfVolumeKey(keyArn: string): Grant[] {
  const resources = () => [keyArn]
  const [, , , region = ''] = keyArn.split(':')
  const viaEc2 = { StringEquals: { 'kms:ViaService': `ec2.${region}.amazonaws.com` } }
  return [
    {
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources,
      conditions: () => viaEc2,
    },
    {
      actions: ['kms:CreateGrant'],
      resources,
      conditions: () => ({ ...viaEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    },
  ]
}
