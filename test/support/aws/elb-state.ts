import type { Rule, Tag } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Clock } from '../../../src/control/ports.ts'
import type { Instant } from '../../../src/site/time.ts'
import { AwsError } from './fake-service.ts'

export interface ElbTarget {
  id: string
  port: number
  since: Instant
  isDraining: boolean
}

export interface ElbTargetGroup {
  arn: string
  name: string
  /** What it was made with. */
  settings: string
  attributes: Record<string, string>
  tags: Tag[]
  targets: ElbTarget[]
}

export interface ElbRule extends Rule {
  RuleArn: string
  Priority: string
  listener: string
  targetGroup: string
  host: string
  /** Without one, all of the host. */
  path: string | undefined
  tags: Tag[]
}

export interface ElbListener {
  listenerArn: string
  loadBalancerArn: string
  dnsName: string
  hostedZoneId: string
}

export interface ElbState {
  clock: Clock
  listeners: ElbListener[]
  groups: Map<string, ElbTargetGroup>
  rules: Map<string, ElbRule>
  /** Machines that can be targets. */
  machines: Set<string>
  /** Until the load balancer has made up its mind about a target. */
  healthMs: number
  /** Of lists; left out: of two. */
  pageSize: number | undefined
  /** Of each load balancer. */
  quotas: { rules: number; targetGroups: number }
  /** By listener: the error of one that others have filled. */
  full: Map<string, string>
}

export function groupOf({ groups }: ElbState, arn: string | undefined): ElbTargetGroup {
  const group = groups.get(arn ?? '')
  if (group === undefined) throw new AwsError('TargetGroupNotFoundException')
  return group
}

export function listenerOf({ listeners }: ElbState, arn: string | undefined): ElbListener {
  const listener = listeners.find(({ listenerArn }) => listenerArn === arn)
  if (listener === undefined) throw new AwsError('ListenerNotFoundException')
  return listener
}
