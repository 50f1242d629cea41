import type {
  CreateTargetGroupInput,
  DeleteTargetGroupInput,
  DescribeTagsInput,
  DescribeTargetGroupsInput,
  DescribeTargetHealthInput,
  ModifyTargetGroupAttributesInput,
  RegisterTargetsInput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { type ElbState, type ElbTarget, type ElbTargetGroup, groupOf } from './elb-state.ts'
import { AwsError, newId, pageOf } from './fake-service.ts'

export function targetGroupHandlers(elb: ElbState) {
  return {
    CreateTargetGroup: (input: CreateTargetGroupInput) => ({ TargetGroups: [shown(create(elb, input))] }),
    DescribeTargetGroups: (input: DescribeTargetGroupsInput) => describe(elb, input),
    DeleteTargetGroup: ({ TargetGroupArn = '' }: DeleteTargetGroupInput) => {
      const isUsed = [...elb.rules.values()].some(({ targetGroup }) => targetGroup === TargetGroupArn)
      if (isUsed) throw new AwsError('ResourceInUseException')
      elb.groups.delete(TargetGroupArn)
      return {}
    },
    ModifyTargetGroupAttributes: ({ TargetGroupArn, Attributes = [] }: ModifyTargetGroupAttributesInput) => {
      const group = groupOf(elb, TargetGroupArn)
      for (const { Key = '', Value = '' } of Attributes) group.attributes[Key] = Value
      return {}
    },
    RegisterTargets: (input: RegisterTargetsInput) => register(elb, input),
    DeregisterTargets: ({ TargetGroupArn, Targets = [] }: RegisterTargetsInput) => {
      const { targets } = groupOf(elb, TargetGroupArn)
      for (const target of targets) {
        if (Targets.some(({ Id, Port }) => Id === target.id && Port === target.port)) target.isDraining = true
      }
      return {}
    },
    DescribeTargetHealth: ({ TargetGroupArn }: DescribeTargetHealthInput) => {
      const group = groupOf(elb, TargetGroupArn)
      return { TargetHealthDescriptions: group.targets.map((target) => health(elb, group, target)) }
    },
    DescribeTags: ({ ResourceArns = [] }: DescribeTagsInput) => {
      if (ResourceArns.length > 20) throw new AwsError('ValidationError')
      return { TagDescriptions: ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: groupOf(elb, arn).tags })) }
    },
  }
}

function create(elb: ElbState, { Tags = [], ...settings }: CreateTargetGroupInput): ElbTargetGroup {
  const { Name: name = '' } = settings
  if (!/^(?!-|internal-)[A-Za-z0-9-]{1,32}(?<!-)$/.test(name)) throw new AwsError('ValidationError')
  const before = [...elb.groups.values()].find((group) => group.name === name)
  if (before?.settings === JSON.stringify(settings)) return before
  if (before !== undefined) throw new AwsError('DuplicateTargetGroupNameException')
  const arn = `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/${newId('x').slice(3)}`
  const group = { arn, name, settings: JSON.stringify(settings), attributes: {}, tags: Tags, targets: [] }
  elb.groups.set(arn, group)
  return group
}

function describe({ groups, pageSize }: ElbState, { Names, Marker }: DescribeTargetGroupsInput) {
  const found = [...groups.values()].filter(({ name }) => (Names ?? [name]).includes(name))
  if (Names !== undefined && found.length < Names.length) throw new AwsError('TargetGroupNotFoundException')
  const { page, next } = pageOf(found, Marker, pageSize)
  return { TargetGroups: page.map(shown), NextMarker: next }
}

function shown({ arn, name }: ElbTargetGroup) {
  return { TargetGroupArn: arn, TargetGroupName: name }
}

function register(elb: ElbState, { TargetGroupArn, Targets = [] }: RegisterTargetsInput) {
  const group = groupOf(elb, TargetGroupArn)
  for (const { Id = '', Port = 80 } of Targets) {
    if (!elb.machines.has(Id)) throw new AwsError('InvalidTargetException')
    const same = group.targets.find(({ id, port }) => id === Id && port === Port)
    if (same !== undefined && !same.isDraining) continue
    if (same !== undefined) Object.assign(same, { isDraining: false, since: elb.clock.now() })
    else group.targets.push({ id: Id, port: Port, since: elb.clock.now(), isDraining: false })
  }
  return {}
}

function health(elb: ElbState, { arn }: ElbTargetGroup, target: ElbTarget): TargetHealthDescription {
  const isUsed = [...elb.rules.values()].some(({ targetGroup }) => targetGroup === arn)
  const isDecided = elb.clock.now() - target.since >= elb.healthMs
  const used = isDecided ? 'healthy' : 'initial'
  const State = target.isDraining ? 'draining' : isUsed ? used : 'unused'
  return { Target: { Id: target.id, Port: target.port }, TargetHealth: { State } }
}
