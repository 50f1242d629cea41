import { createHash } from 'node:crypto'
import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  type TargetDescription,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { HEALTH_PATH } from '../../site/paths.ts'
import { unlessNamed } from '../errors.ts'
import { tagsOf } from '../tags.ts'

type Elb = ElasticLoadBalancingV2Client

export interface TargetGroupDeps {
  elb: Elb
  stack: string
  vpcId: string
}

/** Codes of Elastic Load Balancing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const NO_TARGET_GROUP = ['TargetGroupNotFoundException']
/** An older version of ours created it with other settings. */
const TARGET_GROUP_EXISTS = ['DuplicateTargetGroupNameException']

const PREFIX = 'pokopoko-'

/** Each site has one target group, found by this name. At most 32 letters, digits and hyphens. */
export function targetGroupName(stack: string, siteId: string): string {
  const digest = createHash('sha256').update(`${stack} ${siteId}`).digest('hex')
  return PREFIX + digest.slice(0, 32 - PREFIX.length)
}

/** Of a site, of this stack or another. */
export function mayBeOfSite(groupName: string): boolean {
  return groupName.startsWith(PREFIX)
}

export async function findTargetGroup({ elb, stack }: TargetGroupDeps, siteId: string): Promise<string | undefined> {
  const command = new DescribeTargetGroupsCommand({ Names: [targetGroupName(stack, siteId)] })
  const found = await unlessNamed(NO_TARGET_GROUP, () => elb.send(command))
  return found?.TargetGroups?.[0]?.TargetGroupArn
}

/** The ARN of the site's target group, which is created if needed: the call answers with one that is there. */
export async function ensureTargetGroup(deps: TargetGroupDeps, site: { id: string; name: string }): Promise<string> {
  const command = new CreateTargetGroupCommand({
    Name: targetGroupName(deps.stack, site.id),
    VpcId: deps.vpcId,
    Protocol: 'HTTP',
    Port: 80,
    TargetType: 'instance',
    HealthCheckPath: HEALTH_PATH,
    // The first check comes about as long after registration, and people wait for it. A machine that is busy has half a minute.
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 4,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 6,
    Tags: tagsOf(deps.stack, { siteId: site.id, siteName: site.name }),
  })
  const made = await unlessNamed(TARGET_GROUP_EXISTS, () => deps.elb.send(command))
  const arn = made?.TargetGroups?.[0]?.TargetGroupArn ?? (await findTargetGroup(deps, site.id))
  if (arn === undefined) throw new Error(`The target group of ${site.name} was not made`)
  return arn
}

interface Target {
  Id: string
  Port: number
}

export async function registerTarget(elb: Elb, arn: string, target: Target): Promise<void> {
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets: [target] }))
}

/** How long open requests may go on when a machine is replaced; the default is five minutes. */
const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }]

/**
 * Leads to this machine only. False while health checks haven't decided; visitors would get an error. To the only target they're led even
 * if it fails them: "Target group health".
 */
export async function keepOnlyTarget(elb: Elb, arn: string, target: Target): Promise<boolean> {
  const all = (await targetHealth(elb, arn)).filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
  const others = all.flatMap(({ Target }) => (Target === undefined || isSame(Target, target) ? [] : [Target]))
  if (others.length > 0) {
    await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }))
    await elb.send(new DeregisterTargetsCommand({ TargetGroupArn: arn, Targets: others }))
  }
  const mine = all.find(({ Target }) => Target !== undefined && isSame(Target, target))
  if (mine === undefined) await registerTarget(elb, arn, target)
  // `unused`: the rule isn't in effect yet.
  return mine !== undefined && mine.TargetHealth?.State !== 'initial' && mine.TargetHealth?.State !== 'unused'
}

/** Fine when it's gone; fails while a rule still forwards to it. */
export async function deleteTargetGroup(elb: Elb, arn: string): Promise<void> {
  await unlessNamed(NO_TARGET_GROUP, () => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: arn })))
}

async function targetHealth(elb: Elb, arn: string): Promise<TargetHealthDescription[]> {
  const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }))
  return TargetHealthDescriptions
}

function isSame(one: TargetDescription, other: TargetDescription): boolean {
  return one.Id === other.Id && one.Port === other.Port
}
