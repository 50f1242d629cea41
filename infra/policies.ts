/**
 * What each function may do, as data: exact actions, on what, on which terms. `test/infra/policies.test.ts` compares it
 * with the calls in the code, both ways.
 */

import type { FunctionName } from '../src/aws/function-names.ts'

/** ARNs and values of the stack that the statements name. */
export interface Names {
  /** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, of this stack's region and account. */
  arn(service: string, resource: string): string
  /** The same without an account: what EC2 shares between accounts. */
  sharedArn(service: string, resource: string): string
  stack: string
  tableArn: string
  bucketArn: string
  documentName: string
  domain: string
  hostedZoneId: string
  launchTemplateArn: string
  machineRoleArn: string
  machineGroupArn: string
  subnetIds: string[]
  listenerArns: string[]
  scheduleGroup: string
  scheduleRoleArn: string
  secretsPath: string
}

type Conditions = Record<string, Record<string, string | string[]>>

export interface Grant {
  actions: string[]
  resources(names: Names): string[]
  conditions?(names: Names): Conditions
}

const anything = () => ['*']
const ofStack = ({ stack }: Names): Conditions => ({ StringEquals: { 'aws:ResourceTag/pokopoko:stack': stack } })
const forStack = ({ stack }: Names) => ({ 'aws:RequestTag/pokopoko:stack': stack })

const readAndWrite: Grant = {
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  resources: ({ tableArn }) => [tableArn],
}
const remove: Grant = { actions: ['dynamodb:DeleteItem'], resources: ({ tableArn }) => [tableArn] }
const list: Grant = { actions: ['dynamodb:Query'], resources: ({ tableArn }) => [`${tableArn}/index/*`] }

/** The key that they are encrypted with, `aws/ssm`, is open to whoever may read them. */
const secrets: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ arn, secretsPath }) => [arn('ssm', `parameter${secretsPath}/*`)],
}

/** Images to choose from: EC2's describing calls know no resources. */
const catalogue: Grant[] = [
  { actions: ['ec2:DescribeImages'], resources: anything },
  { actions: ['ssm:GetParameters'], resources: ({ sharedArn }) => [sharedArn('ssm', 'parameter/aws/service/*')] },
]

const launch: Grant[] = [
  {
    actions: ['ec2:RunInstances'],
    resources: ({ arn }) => [arn('ec2', 'instance/*'), arn('ec2', 'spot-instances-request/*')],
    conditions: (names) => ({
      StringEquals: forStack(names),
      ArnEquals: { 'ec2:LaunchTemplate': names.launchTemplateArn },
    }),
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

const machines: Grant[] = [
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

const images: Grant[] = [
  { actions: ['ec2:CreateImage'], resources: ({ arn }) => [arn('ec2', 'instance/*')], conditions: ofStack },
  {
    actions: ['ec2:CreateImage'],
    resources: ({ sharedArn }) => [sharedArn('ec2', 'image/*'), sharedArn('ec2', 'snapshot/*')],
    conditions: (names) => ({ StringEquals: forStack(names) }),
  },
  {
    actions: ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
    resources: ({ sharedArn }) => [sharedArn('ec2', 'image/*'), sharedArn('ec2', 'snapshot/*')],
    conditions: ofStack,
  },
]

const tags: Grant[] = [
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

const shell: Grant[] = [
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

const targetGroups = ({ arn }: Names) => [arn('elasticloadbalancing', 'targetgroup/*/*')]
const rules = ({ arn }: Names) => [arn('elasticloadbalancing', 'listener-rule/app/*')]
const created = (action: string) => (names: Names) => ({
  StringEquals: { ...forStack(names), 'elasticloadbalancing:CreateAction': action },
})

const routes: Grant[] = [
  {
    actions: ['elasticloadbalancing:CreateTargetGroup'],
    resources: targetGroups,
    conditions: (names) => ({ StringEquals: forStack(names) }),
  },
  {
    actions: ['elasticloadbalancing:CreateRule'],
    resources: ({ listenerArns }) => listenerArns,
    conditions: (names) => ({ StringEquals: forStack(names) }),
  },
  { actions: ['elasticloadbalancing:AddTags'], resources: targetGroups, conditions: created('CreateTargetGroup') },
  { actions: ['elasticloadbalancing:AddTags'], resources: rules, conditions: created('CreateRule') },
  {
    actions: [
      'elasticloadbalancing:DeleteTargetGroup',
      'elasticloadbalancing:DeregisterTargets',
      'elasticloadbalancing:ModifyTargetGroupAttributes',
      'elasticloadbalancing:RegisterTargets',
    ],
    resources: targetGroups,
    conditions: ofStack,
  },
  { actions: ['elasticloadbalancing:DeleteRule'], resources: rules, conditions: ofStack },
  {
    actions: [
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTags',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    resources: anything,
  },
]

const ourZone = ({ hostedZoneId }: Names) => [`arn:aws:route53:::hostedzone/${hostedZoneId}`]

/** Addresses of sites alone: not the wildcard's own, which Route 53 writes with `\052` for the asterisk, and nothing but addresses. */
const records: Grant[] = [
  {
    actions: ['route53:ChangeResourceRecordSets'],
    resources: ourZone,
    conditions: ({ domain }) => ({
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`*.${domain}`] },
      'ForAllValues:StringNotEquals': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`\\052.${domain}`] },
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA'] },
    }),
  },
  { actions: ['route53:ListResourceRecordSets'], resources: ourZone },
]

const alarms: Grant[] = [
  {
    actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
    resources: ({ arn, scheduleGroup }) => [arn('scheduler', `schedule/${scheduleGroup}/*`)],
  },
  { actions: ['scheduler:ListSchedules'], resources: anything },
  {
    actions: ['iam:PassRole'],
    resources: ({ scheduleRoleArn }) => [scheduleRoleArn],
    conditions: () => ({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }),
  },
]

/** The sweep looks at sites as reconcile does, so it may do the same. */
const engine: Grant[] = [
  readAndWrite,
  remove,
  list,
  secrets,
  { actions: ['ec2:DescribeImages'], resources: anything },
  ...machines,
  ...images,
  ...tags,
  ...shell,
  ...routes,
  ...records,
  ...alarms,
]

export const policies: Record<FunctionName, Grant[]> = {
  slack: [readAndWrite, list, secrets, ...catalogue],
  reconcile: engine,
  sweep: engine,
  gateway: [readAndWrite],
}
