import type { Deployment } from '../deployment.ts'
import type { IamRequest } from '../judge.ts'
import { arnOf, hex, place } from '../physical-ids.ts'
import { type Facts, siteTags, tagged, tagging, type Tags } from './tags.ts'

const region = { 'ec2:Region': place.region }
const zone = { 'ec2:AvailabilityZone': 'eu-central-1a', 'ec2:AvailabilityZoneId': 'euc1-az2' }

export const ec2Arn = (kind: string, id: string) => arnOf('ec2', `${kind}/${id}`)
/** What accounts share: images and snapshots. */
export const sharedArn = (kind: string, id: string) => arnOf('ec2', `${kind}/${id}`, `${place.region}:`)
export const anInstance = (of = 'plum') => ec2Arn('instance', `i-${hex(of, 17)}`)
export const aSpotRequest = (of = 'plum') => ec2Arn('spot-instances-request', `sir-${hex(of, 8)}`)
export const anImage = (of = 'plum') => sharedArn('image', `ami-${hex(of, 17)}`)
export const aSnapshot = (of = 'plum') => sharedArn('snapshot', `snap-${hex(of, 17)}`)
const aVolume = (of = 'plum') => ec2Arn('volume', `vol-${hex(of, 17)}`)

export function instanceFacts({ machineProfileArn }: Deployment, market = 'on-demand'): Facts {
  return {
    ...region,
    ...zone,
    'ec2:EbsOptimized': 'false',
    'ec2:InstanceMarketType': market,
    'ec2:InstanceProfile': machineProfileArn,
    'ec2:InstanceType': 't3.micro',
    'ec2:MetadataHttpEndpoint': 'enabled',
    'ec2:MetadataHttpPutResponseHopLimit': '1',
    'ec2:MetadataHttpTokens': 'required',
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': 'default',
  }
}

export const imageFacts: Facts = {
  ...region,
  'ec2:ImageType': 'machine',
  'ec2:Owner': 'amazon',
  'ec2:Public': 'true',
  'ec2:RootDeviceType': 'ebs',
}

export const snapshotFacts: Facts = {
  ...region,
  'ec2:Owner': place.account,
  'ec2:ParentVolume': aVolume(),
  'ec2:SnapshotTime': '2026-11-02T02:00:00Z',
  'ec2:VolumeSize': '8',
}

export interface LaunchChoices {
  spot?: boolean
  tags?: Tags
  /** Of the template; undefined: without one. */
  template?: string | undefined
  subnet?: string
  group?: string
  role?: string
  volume?: Facts
  /** What is brought along. */
  others?: { resource: string; facts: Facts }[]
}

/** RunInstances, as `src/aws/ec2/run-instances-input.ts` makes it: IAM is asked of each resource, of each tagging, and of the role. */
export function launch(deployment: Deployment, choices: LaunchChoices = {}): IamRequest[] {
  const {
    spot = false,
    tags = siteTags(deployment.config.name),
    role = deployment.machineRoleArn,
    others = [],
  } = choices
  const template = 'template' in choices ? choices.template : deployment.launchTemplateArn
  const { subnet = deployment.subnetArns[0] ?? '', group = deployment.machineGroupArn } = choices
  const by: Facts = {
    ...region,
    ...(template !== undefined && { 'ec2:LaunchTemplate': template, 'ec2:IsLaunchTemplateResource': 'true' }),
  }
  const made: { resource: string; facts: Facts }[] = [
    { resource: anInstance(), facts: instanceFacts(deployment, spot ? 'spot' : 'on-demand') },
    { resource: aVolume(), facts: { ...newVolume, ...choices.volume } },
    ...(spot ? [{ resource: aSpotRequest(), facts: {} }] : []),
  ]
  const used: { resource: string; facts: Facts }[] = [
    {
      resource: ec2Arn('network-interface', `eni-${hex('plum', 17)}`),
      facts: { ...zone, ...inNetwork(deployment, subnet) },
    },
    { resource: subnet, facts: { ...zone, 'ec2:SubnetID': lastOf(subnet), 'ec2:Vpc': deployment.vpcArn } },
    { resource: group, facts: { 'ec2:SecurityGroupID': lastOf(group), 'ec2:Vpc': deployment.vpcArn } },
    { resource: anImage('debian'), facts: { ...imageFacts, 'ec2:ImageID': lastOf(anImage('debian')) } },
    ...(template === undefined ? [] : [{ resource: template, facts: {} }]),
    ...others,
  ]
  const run = (facts: Facts) => ({ ...by, ...facts })
  return [
    ...made.map(({ resource, facts }) => ({
      action: 'ec2:RunInstances',
      resource,
      facts: run({ ...facts, ...tagging(tags) }),
    })),
    ...used.map(({ resource, facts }) => ({ action: 'ec2:RunInstances', resource, facts: run(facts) })),
    ...(Object.keys(tags).length === 0 ? [] : made.map(({ resource }) => createTags(resource, tags, 'RunInstances'))),
    passRole(role, 'ec2.amazonaws.com'),
  ]
}

const newVolume: Facts = {
  ...zone,
  'ec2:Encrypted': 'true',
  'ec2:VolumeSize': '8',
  'ec2:VolumeType': 'gp3',
}

const inNetwork = ({ vpcArn }: Deployment, subnet: string): Facts => ({
  'ec2:AssociatePublicIpAddress': 'true',
  'ec2:Subnet': subnet,
  'ec2:Vpc': vpcArn,
})

const lastOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

/** `createAction`: the call that tags what it makes; left out: somebody tags what is there, and what it carries is known. */
export function createTags(resource: string, tags: Tags, createAction?: string, carries: Tags = {}): IamRequest {
  const facts = { ...region, ...tagging(tags), ...tagged(carries, 'ec2:ResourceTag') }
  return {
    action: 'ec2:CreateTags',
    resource,
    facts: { ...facts, ...(createAction !== undefined && { 'ec2:CreateAction': createAction }) },
  }
}

export function passRole(role: string, service: string): IamRequest {
  return { action: 'iam:PassRole', resource: role, facts: { 'iam:PassedToService': service } }
}

/** Start, stop and terminate. */
export function power(deployment: Deployment, action: string, tags: Tags, instance = anInstance()): IamRequest {
  return {
    action: `ec2:${action}`,
    resource: instance,
    facts: { ...instanceFacts(deployment), 'ec2:InstanceID': lastOf(instance), ...tagged(tags, 'ec2:ResourceTag') },
  }
}

/** Of the attributes that ModifyInstanceAttribute changes, one: the type. */
export function resize(deployment: Deployment, tags: Tags, instance = anInstance()): IamRequest {
  const { facts, ...request } = power(deployment, 'ModifyInstanceAttribute', tags, instance)
  return { ...request, facts: { ...facts, 'ec2:Attribute/InstanceType': 't3.large' } }
}

export function cancelSpotRequest(tags: Tags, request = aSpotRequest()): IamRequest {
  return {
    action: 'ec2:CancelSpotInstanceRequests',
    resource: request,
    facts: { ...region, ...tagged(tags, 'ec2:ResourceTag') },
  }
}

/** CreateImage asks of the machine, and of image and snapshot that are made. */
export function createImage(deployment: Deployment, of: Tags, tags: Tags, instance = anInstance()): IamRequest[] {
  const made = [anImage(), aSnapshot()]
  const facts = { ...region, 'ec2:Owner': place.account }
  return [
    { ...power(deployment, 'CreateImage', of, instance) },
    ...made.map((resource) => ({ action: 'ec2:CreateImage', resource, facts: { ...facts, ...tagging(tags) } })),
    ...(Object.keys(tags).length === 0 ? [] : made.map((resource) => createTags(resource, tags, 'CreateImage'))),
  ]
}

export function removal(action: 'DeregisterImage' | 'DeleteSnapshot', tags: Tags, resource: string): IamRequest {
  const facts = action === 'DeregisterImage' ? imageFacts : snapshotFacts
  return { action: `ec2:${action}`, resource, facts: { ...facts, ...tagged(tags, 'ec2:ResourceTag') } }
}

/** Calls that know no resources. */
export const describeEc2 = (action: string): IamRequest => ({ action: `ec2:${action}`, resource: '*', facts: region })
