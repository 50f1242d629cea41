import {
  paginateDescribeImages,
  paginateDescribeInstances,
  paginateDescribeSnapshots,
  type Tag,
} from '@aws-sdk/client-ec2'
import {
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler'
import { cloud } from './cloud.ts'
import { ministack } from './functions.ts'

interface Stack {
  table: string
  listenerArn: string
  hostedZoneId: string
  bucket: string
  group: string
}

/** Everything of that stack's sites that is there, asked for without our own ports. */
export async function remains(stack: Stack) {
  const { rules, targetGroups } = await routesOf(stack)
  return {
    machines: await machinesOf(stack),
    images: await imagesOf(stack),
    snapshots: await snapshotsOf(stack),
    rules,
    targetGroups,
    aliases: await aliasesOf(stack),
    schedules: await schedulesOf(stack),
    documents: await documentsOf(stack),
  }
}

const ofStack = ({ table }: Stack) => ({ Filters: [{ Name: 'tag:pokopoko:stack', Values: [table] }] })
const siteOf = (tags: Tag[] = []) => tags.find(({ Key }) => Key === 'pokopoko:site')?.Value

async function machinesOf(stack: Stack) {
  const machines = []
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: cloud.ec2 }, ofStack(stack))) {
    for (const { InstanceId, State, Tags } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
      machines.push({ id: InstanceId, state: State?.Name, site: siteOf(Tags) })
    }
  }
  return machines
}

async function imagesOf(stack: Stack) {
  const images = []
  for await (const page of paginateDescribeImages({ client: cloud.ec2 }, ofStack(stack))) {
    images.push(...(page.Images ?? []).map(({ ImageId, Tags }) => ({ id: ImageId, site: siteOf(Tags) })))
  }
  return images
}

async function snapshotsOf(stack: Stack) {
  const snapshots = []
  for await (const page of paginateDescribeSnapshots({ client: cloud.ec2 }, ofStack(stack))) {
    snapshots.push(...(page.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId))
  }
  return snapshots
}

async function routesOf({ listenerArn }: Stack) {
  const { elb } = cloud
  const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn: listenerArn }))
  const own = Rules.filter(({ IsDefault }) => IsDefault !== true)
  const [loadBalancer] = listenerArn.replace(':listener/', ':loadbalancer/').split(/\/[^/]+$/)
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}))
  return {
    rules: await Promise.all(own.map(async (rule) => ({ host: hostOf(rule), targets: await targetsOf(rule) }))),
    targetGroups: TargetGroups.filter(
      ({ TargetType, LoadBalancerArns = [] }) =>
        TargetType !== 'lambda' && loadBalancer !== undefined && LoadBalancerArns.includes(loadBalancer),
    ).map(({ TargetGroupName }) => TargetGroupName),
  }
}

function hostOf({ Conditions = [] }: Rule) {
  return Conditions.flatMap(({ Values = [], HostHeaderConfig }) => HostHeaderConfig?.Values ?? Values)[0]
}

async function targetsOf({ Actions = [] }: Rule) {
  const TargetGroupArn = Actions[0]?.TargetGroupArn ?? Actions[0]?.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn
  const { TargetHealthDescriptions = [] } = await cloud.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))
  return TargetHealthDescriptions.map(({ Target }) => Target?.Id)
}

async function aliasesOf({ hostedZoneId }: Stack) {
  const command = new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId })
  const { ResourceRecordSets = [] } = await cloud.route53.send(command)
  return ResourceRecordSets.filter(({ AliasTarget }) => AliasTarget !== undefined).map(({ Name }) => Name)
}

async function schedulesOf({ group }: Stack) {
  const { scheduler } = ministack
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: group }))
  const found = []
  for (const { Name } of Schedules) {
    const { ScheduleExpression, Target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName: group }))
    found.push({ at: ScheduleExpression, input: Target?.Input })
  }
  return found
}

/** Jobs' documents; the bundle stays. */
async function documentsOf({ bucket }: Stack) {
  const { Contents = [] } = await cloud.s3.send(new ListObjectsV2Command({ Bucket: bucket }))
  return Contents.map(({ Key = '' }) => Key).filter((key) => !key.startsWith('bundles/'))
}
