import type {
  CancelSpotInstanceRequestsRequest,
  DescribeInstancesRequest,
  DescribeSpotInstanceRequestsRequest,
  Instance,
  ModifyInstanceAttributeRequest,
  RunInstancesRequest,
  StartInstancesRequest,
  StopInstancesRequest,
  Tag,
} from '@aws-sdk/client-ec2'
import {
  checkId,
  type EbsVolume,
  type Ec2State,
  type Ec2Image,
  type Ec2Instance,
  isListed,
  matches,
  settling,
} from './ec2-state.ts'
import { isArm } from '../../../src/site/size.ts'
import { AwsError, newId, pageOf } from './fake-service.ts'

const STATES = ['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']

/** Machines and spot requests. */
export function instanceHandlers(ec2: Ec2State) {
  const settled = settling(ec2)
  return {
    RunInstances: settled((input: RunInstancesRequest) => ({ Instances: [shown(ec2, run(ec2, input))] })),
    DescribeInstances: settled((input: DescribeInstancesRequest) => describe(ec2, input)),
    StartInstances: settled((input: StartInstancesRequest) => ({ StartingInstances: changeAll(ec2, input, start) })),
    ModifyInstanceAttribute: settled((input: ModifyInstanceAttributeRequest) => resize(ec2, input)),
    StopInstances: settled((input: StopInstancesRequest) => ({
      StoppingInstances: changeAll(ec2, input, input.Force === true ? forceStop : stop),
    })),
    TerminateInstances: settled((input: StartInstancesRequest) => ({
      TerminatingInstances: changeAll(ec2, input, terminate),
    })),
    DescribeSpotInstanceRequests: (input: DescribeSpotInstanceRequestsRequest) => describeSpot(ec2, input),
    CancelSpotInstanceRequests: (input: CancelSpotInstanceRequestsRequest) => cancelSpot(ec2, input),
  }
}

function run(ec2: Ec2State, input: RunInstancesRequest): Ec2Instance {
  const { ClientToken: token = '', ...rest } = input
  if (token === '' || token.length > 64) throw new AwsError('InvalidParameterValue', 'token')
  const request = JSON.stringify(rest)
  const before = [...ec2.instances.values()].find((instance) => instance.token === token)
  if (before !== undefined) {
    if (before.state === 'terminated' || before.state === 'shutting-down') {
      throw new AwsError('IdempotentInstanceTerminated')
    }
    if (before.request !== request) throw new AwsError('IdempotentParameterMismatch')
    return before
  }
  checkRequest(ec2, input)
  const noRoom = ec2.noRoom.get(`${input.InstanceType} ${input.SubnetId}`)
  if (noRoom !== undefined) throw new AwsError(noRoom)
  return make(ec2, input, token, request)
}

function checkRequest(ec2: Ec2State, input: RunInstancesRequest): void {
  const { ImageId = '', SubnetId, NetworkInterfaces, SecurityGroupIds } = input
  checkId('ami', ImageId, 'InvalidAMIID.Malformed')
  const image = imageOf(ec2, input)
  if (image.state !== 'available') throw new AwsError('InvalidAMIID.Unavailable')
  volumesOf(image, input)
  if (SubnetId === undefined || NetworkInterfaces || SecurityGroupIds) throw new AwsError('InvalidParameterCombination')
  templateVersion(ec2, input)
  const spotTags = input.TagSpecifications?.some(({ ResourceType }) => ResourceType === 'spot-instances-request')
  if (spotTags === true && input.InstanceMarketOptions === undefined) throw new AwsError('InvalidParameterCombination')
}

function imageOf({ images }: Ec2State, { ImageId = '' }: RunInstancesRequest): Ec2Image {
  return images.get(ImageId) ?? refuse('InvalidAMIID.NotFound')
}

function refuse(code: string): never {
  throw new AwsError(code)
}

/** `$Default` is what a template began with. */
function templateVersion({ launchTemplates }: Ec2State, { LaunchTemplate }: RunInstancesRequest): string {
  const versions = launchTemplates.get(LaunchTemplate?.LaunchTemplateId ?? '')
  if (versions === undefined) throw new AwsError('InvalidLaunchTemplateId.NotFound')
  const named = LaunchTemplate?.Version ?? '$Default'
  const version = { $Default: versions[0], $Latest: versions.at(-1) }[named] ?? versions.find((one) => one === named)
  if (version === undefined) throw new AwsError('InvalidLaunchTemplateId.VersionNotFound')
  return version
}

/** Those of the image, changed as the request has it, and what it adds; none can be smaller than its snapshot. */
function volumesOf({ root, gib, volumes }: Ec2Image, { BlockDeviceMappings = [] }: RunInstancesRequest): EbsVolume[] {
  const brought = [{ device: root, gib }, ...volumes]
  const added = BlockDeviceMappings.flatMap(({ DeviceName = '', Ebs }) => {
    return brought.some(({ device }) => device === DeviceName)
      ? []
      : [{ device: DeviceName, gib: Ebs?.VolumeSize ?? 0 }]
  })
  return [...brought, ...added].map(({ device, gib }) => {
    const { Ebs } = BlockDeviceMappings.find(({ DeviceName }) => DeviceName === device) ?? {}
    const size = Ebs?.VolumeSize ?? gib
    const rate = Ebs?.VolumeInitializationRate
    if (rate !== undefined && (rate < 100 || rate > 300)) throw new AwsError('InvalidParameterValue', `${rate} MiB/s`)
    if (size < gib || size === 0) throw new AwsError('InvalidBlockDeviceMapping', `${device} of ${size} GiB`)
    return {
      device,
      gib: size,
      type: Ebs?.VolumeType ?? 'gp2',
      encrypted: Ebs?.Encrypted ?? false,
      keptAfterwards: !(Ebs?.DeleteOnTermination ?? device === root),
      ...(rate !== undefined && { rate }),
    }
  })
}

function make(ec2: Ec2State, input: RunInstancesRequest, token: string, request: string): Ec2Instance {
  const now = ec2.clock.now()
  const instance: Ec2Instance = {
    id: newId('i'),
    token,
    request,
    type: input.InstanceType ?? '',
    subnet: input.SubnetId ?? '',
    image: input.ImageId ?? '',
    templateVersion: templateVersion(ec2, input),
    volumes: volumesOf(imageOf(ec2, input), input),
    userData: Buffer.from(input.UserData ?? '', 'base64').toString(),
    tags: tagsFor(input, 'instance'),
    state: 'pending',
    since: now,
    madeAt: now,
  }
  const { MarketType, SpotOptions } = input.InstanceMarketOptions ?? {}
  if (MarketType === 'spot') {
    if (SpotOptions?.InstanceInterruptionBehavior === 'stop' && SpotOptions.SpotInstanceType !== 'persistent') {
      throw new AwsError('InvalidParameterCombination')
    }
    const tags = tagsFor(input, 'spot-instances-request')
    const type = SpotOptions?.SpotInstanceType ?? 'one-time'
    instance.spotRequest = newId('sir')
    ec2.spotRequests.set(instance.spotRequest, {
      id: instance.spotRequest,
      tags,
      state: 'active',
      instance: instance.id,
      type,
    })
  }
  ec2.instances.set(instance.id, instance)
  return instance
}

function tagsFor({ TagSpecifications = [] }: RunInstancesRequest, kind: string): Tag[] {
  return TagSpecifications.filter(({ ResourceType }) => ResourceType === kind).flatMap(({ Tags }) => Tags ?? [])
}

function describe(ec2: Ec2State, { InstanceIds, Filters, NextToken }: DescribeInstancesRequest) {
  const listed = [...ec2.instances.values()].filter((instance) => isListed(ec2, instance))
  const ids = new Set(listed.map(({ id }) => id))
  if ((InstanceIds ?? []).length > 1000) throw new AwsError('InvalidParameterValue')
  for (const id of InstanceIds ?? []) {
    checkId('i', id, 'InvalidInstanceID.Malformed')
    if (!ids.has(id)) throw new AwsError('InvalidInstanceID.NotFound')
  }
  const found = listed.filter(({ id, tags }) => {
    return (InstanceIds ?? [id]).includes(id) && matches(Filters, tags, { 'instance-id': id })
  })
  // Those that are asked for by their ids come all at once.
  const { page, next } = pageOf(found, NextToken, InstanceIds === undefined ? 2 : 1000)
  return { Reservations: page.map((instance) => ({ Instances: [shown(ec2, instance)] })), NextToken: next }
}

function shown(_: Ec2State, { id, state, tags, image, spotRequest }: Ec2Instance): Instance {
  const isOn = state !== 'terminated' && state !== 'shutting-down'
  return {
    InstanceId: id,
    ImageId: image,
    State: { Name: state, Code: STATES.indexOf(state) * 16 },
    Tags: tags,
    ...(isOn && { PrivateIpAddress: '10.0.0.7' }),
    ...(state === 'running' && { PublicIpAddress: '203.0.113.7' }),
    ...(spotRequest !== undefined && { SpotInstanceRequestId: spotRequest }),
  }
}

function changeAll(
  ec2: Ec2State,
  { InstanceIds = [] }: { InstanceIds?: string[] | undefined },
  change: (ec2: Ec2State, instance: Ec2Instance) => void,
) {
  const instances = InstanceIds.map((id) => {
    checkId('i', id, 'InvalidInstanceID.Malformed')
    const instance = ec2.instances.get(id)
    if (instance === undefined) throw new AwsError('InvalidInstanceID.NotFound')
    return instance
  })
  for (const instance of instances) change(ec2, instance)
  return instances.map(({ id }) => ({ InstanceId: id }))
}

function start(ec2: Ec2State, instance: Ec2Instance): void {
  if (instance.state === 'pending' || instance.state === 'running') return
  if (instance.state !== 'stopped') throw new AwsError('IncorrectInstanceState')
  const noRoom = ec2.noRoom.get(`${instance.type} ${instance.subnet}`)
  if (noRoom !== undefined) throw new AwsError(noRoom)
  move(ec2, instance, 'pending')
}

/** Of a stopped machine, and of the same architecture. */
function resize(ec2: Ec2State, { InstanceId: id = '', InstanceType }: ModifyInstanceAttributeRequest) {
  checkId('i', id, 'InvalidInstanceID.Malformed')
  const instance = ec2.instances.get(id) ?? refuse('InvalidInstanceID.NotFound')
  const type = InstanceType?.Value ?? ''
  if (instance.state !== 'stopped') throw new AwsError('IncorrectInstanceState')
  if (isArm(type) !== isArm(instance.type) || !/^[a-z]+\d[a-z-]*\.\w+$/.test(type)) {
    throw new AwsError('InvalidInstanceAttributeValue')
  }
  instance.type = type
  return {}
}

function stop(ec2: Ec2State, instance: Ec2Instance): void {
  if (instance.state === 'stopping' || instance.state === 'stopped') return
  if (instance.state !== 'running') throw new AwsError('IncorrectInstanceState')
  const spot = ec2.spotRequests.get(instance.spotRequest ?? '')
  if (spot !== undefined && spot.type !== 'persistent') throw new AwsError('UnsupportedOperation')
  move(ec2, instance, 'stopping')
}

/** Ends a stop that hangs. */
function forceStop(ec2: Ec2State, instance: Ec2Instance): void {
  if (instance.state === 'stopping') move(ec2, instance, 'stopped')
  else stop(ec2, instance)
}

function terminate(ec2: Ec2State, instance: Ec2Instance): void {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') return
  move(ec2, instance, 'shutting-down')
  for (const image of ec2.images.values()) {
    if (image.instance === instance.id && image.state === 'pending') image.state = 'failed'
  }
  const spot = ec2.spotRequests.get(instance.spotRequest ?? '')
  if (spot?.state !== 'active' && spot?.state !== 'disabled') return
  // A persistent request makes up for it, and forgets the tags.
  const again = { ...instance, id: newId('i'), token: newId('token'), tags: [], madeAt: ec2.clock.now() }
  ec2.instances.set(again.id, { ...again, state: 'pending', since: again.madeAt })
  Object.assign(spot, { state: 'active', instance: again.id })
}

function move(ec2: Ec2State, instance: Ec2Instance, state: Ec2Instance['state']): void {
  Object.assign(instance, { state, since: ec2.clock.now() })
}

function describeSpot(ec2: Ec2State, input: DescribeSpotInstanceRequestsRequest) {
  const { SpotInstanceRequestIds, Filters, NextToken } = input
  for (const id of SpotInstanceRequestIds ?? []) {
    if (!ec2.spotRequests.has(id)) throw new AwsError('InvalidSpotInstanceRequestID.NotFound')
  }
  const found = [...ec2.spotRequests.values()].filter(({ id, tags, state }) => {
    return (SpotInstanceRequestIds ?? [id]).includes(id) && matches(Filters, tags, { state })
  })
  const { page, next } = pageOf(found, NextToken)
  const SpotInstanceRequests = page.map(({ id, tags, state, instance }) => ({
    SpotInstanceRequestId: id,
    State: state,
    Tags: tags,
    ...(instance !== undefined && { InstanceId: instance }),
  }))
  return { SpotInstanceRequests, NextToken: next }
}

function cancelSpot(ec2: Ec2State, { SpotInstanceRequestIds = [] }: CancelSpotInstanceRequestsRequest) {
  for (const id of SpotInstanceRequestIds) {
    const request = ec2.spotRequests.get(id)
    if (request === undefined) throw new AwsError('InvalidSpotInstanceRequestID.NotFound')
    request.state = 'cancelled'
  }
  return { CancelledSpotInstanceRequests: SpotInstanceRequestIds.map((id) => ({ SpotInstanceRequestId: id })) }
}
