import { anything, forStack, type Grant, type Names, ofStack } from './grants.ts'

const targetGroups = ({ arn }: Names) => [arn('elasticloadbalancing', 'targetgroup/*/*')]
const rules = ({ arn }: Names) => [arn('elasticloadbalancing', 'listener-rule/app/*')]
const created = (action: string) => (names: Names) => ({
  StringEquals: { ...forStack(names), 'elasticloadbalancing:CreateAction': action },
})

/**
 * CreateTargetGroup and RegisterTargets read the network with the caller's permissions. Source: Elastic Load Balancing, "Elastic Load
 * Balancing API permissions"; the Service Authorization Reference does not say so.
 */
const networkReads: Grant = {
  actions: ['ec2:DescribeInstances', 'ec2:DescribeInternetGateways', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
  resources: anything,
}

export const routes: Grant[] = [
  networkReads,
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
  {
    actions: ['elasticloadbalancing:DeleteRule', 'elasticloadbalancing:ModifyRule'],
    resources: rules,
    conditions: ofStack,
  },
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

const ourZone = ({ hostedZoneArn }: Names) => [hostedZoneArn]

/** Addresses of sites alone: not the wildcard's own, which Route 53 writes with `\052` for the asterisk, and nothing but addresses. */
export const records: Grant[] = [
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
