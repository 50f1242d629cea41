import type { Deployment } from '../deployment.ts'
import type { IamRequest } from '../judge.ts'
import { arnOf, hex } from '../physical-ids.ts'
import { describeEc2 } from './ec2.ts'
import { type Facts, tagged, tagging, type Tags } from './tags.ts'

const SERVICE = 'elasticloadbalancing'
const carrying = (tags: Tags): Facts => tagged(tags, `${SERVICE}:ResourceTag`)
const on = (action: string, resource: string, facts: Facts = {}): IamRequest => ({
  action: `${SERVICE}:${action}`,
  resource,
  facts,
})

export const aTargetGroup = (of = 'plum') => arnOf(SERVICE, `targetgroup/pokopoko-${hex(of, 23)}/${hex(of, 16)}`)
/** A rule's ARN is its listener's, and an id. */
export const aRule = ({ listenerArns: [listener = ''] }: Deployment, of = 'plum') =>
  `${listener.replace(':listener/', ':listener-rule/')}/${hex(of, 16)}`
/** Another team's, in the same account. */
export const strangersListener = arnOf(SERVICE, `listener/app/payroll/${hex('payroll', 16)}/${hex('https', 16)}`)

export const describeElb = (action: string) => on(action, '*')

/** `createAction`: the call that tags what it makes. */
export function addTags(resource: string, tags: Tags, createAction?: string, carries: Tags = {}): IamRequest {
  const facts = { ...tagging(tags), ...carrying(carries) }
  return on('AddTags', resource, {
    ...facts,
    ...(createAction !== undefined && { [`${SERVICE}:CreateAction`]: createAction }),
  })
}

export function createTargetGroup(tags: Tags): IamRequest[] {
  return [
    on('CreateTargetGroup', aTargetGroup(), tagging(tags)),
    ...(Object.keys(tags).length === 0 ? [] : [addTags(aTargetGroup(), tags, 'CreateTargetGroup')]),
    ...['DescribeInternetGateways', 'DescribeVpcs'].map(describeEc2),
  ]
}

export function createRule(
  deployment: Deployment,
  tags: Tags,
  listener = deployment.listenerArns[1] ?? '',
): IamRequest[] {
  return [
    on('CreateRule', listener, tagging(tags)),
    ...(Object.keys(tags).length === 0 ? [] : [addTags(aRule(deployment), tags, 'CreateRule')]),
  ]
}

export function registerTargets(tags: Tags, group = aTargetGroup()): IamRequest[] {
  const reads = ['DescribeInstances', 'DescribeInternetGateways', 'DescribeSubnets', 'DescribeVpcs']
  return [changeGroup('RegisterTargets', tags, group), ...reads.map(describeEc2)]
}

export function changeGroup(action: string, tags: Tags, group = aTargetGroup()): IamRequest {
  return on(action, group, carrying(tags))
}

export const ruleActions = ['DeleteRule', 'ModifyRule'] as const

export function changeRule(
  action: (typeof ruleActions)[number],
  deployment: Deployment,
  tags: Tags,
  rule = aRule(deployment),
): IamRequest {
  return on(action, rule, carrying(tags))
}
