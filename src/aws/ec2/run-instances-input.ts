import type { _InstanceType, BlockDeviceMapping, RunInstancesCommandInput, TagSpecification } from '@aws-sdk/client-ec2'
import type { LaunchOrder } from '../../control/ports.ts'
import { PermanentError } from '../../site/errors.ts'
import { tagsOf } from '../tags.ts'
import { type SsmAgent, userData } from './user-data.ts'

export interface LaunchSettings {
  stack: string
  /**
   * Has security group, instance profile and IMDSv2, but no network interface: EC2 rejects one beside a subnet (RunInstances,
   * `SubnetId`). So public addresses are a setting of the subnets.
   */
  launchTemplateId: string
  /** A number: CloudFormation creates new versions and never makes one the default. */
  launchTemplateVersion: string
  /** Of the root volume, in GiB; an image that needs more gets more. */
  diskGib: number
  /** In MiB/s, at which volumes are filled from their snapshots; without it, as they are read. */
  initializationRate?: number | undefined
  /** ARN of the KMS key of all volumes; without one, the account's default. */
  volumeKey?: string | undefined
  /** Where the machine of that site reports that it has booted; without it, it doesn't. */
  phoneHomeUrl?: ((siteName: string) => string) | undefined
  /** For images that lack it; without it, the latest one, unchecked. */
  ssmAgent?: SsmAgent | undefined
}

/** Where a machine can go. */
export interface Alternative {
  size: string
  subnetId: string
}

/** What a machine is launched from. */
export interface LaunchImage {
  rootDevice: string
  /** With sizes in GiB: the root volume, and others of the image. */
  volumes: { device: string; gib: number | undefined }[]
}

/** For one machine. The same order and alternative give the same input, as the token requires. */
export function runInstancesInput(
  settings: LaunchSettings,
  order: LaunchOrder,
  launchImage: LaunchImage,
  { size, subnetId }: Alternative,
): RunInstancesCommandInput {
  const { site, image, token } = order
  return {
    ClientToken: token,
    MinCount: 1,
    MaxCount: 1,
    LaunchTemplate: { LaunchTemplateId: settings.launchTemplateId, Version: settings.launchTemplateVersion },
    ImageId: image,
    InstanceType: instanceType(size),
    SubnetId: subnetId,
    UserData: userData({ phoneHomeUrl: settings.phoneHomeUrl?.(site.name), ssmAgent: settings.ssmAgent }),
    BlockDeviceMappings: volumes(settings, launchImage),
    TagSpecifications: tagSpecifications(settings.stack, order),
    // Only machines of a persistent request can be stopped; it has to be cancelled when the machine goes.
    ...(order.spot === true && {
      InstanceMarketOptions: {
        MarketType: 'spot',
        SpotOptions: { SpotInstanceType: 'persistent', InstanceInterruptionBehavior: 'stop' },
      },
    }),
  }
}

/** All are encrypted and deleted with the machine, whatever the image says. */
function volumes(
  { diskGib, initializationRate, volumeKey }: LaunchSettings,
  { rootDevice, volumes }: LaunchImage,
): BlockDeviceMapping[] {
  const alike = {
    VolumeType: 'gp3',
    Encrypted: true,
    DeleteOnTermination: true,
    ...(volumeKey !== undefined && { KmsKeyId: volumeKey }),
    ...(initializationRate !== undefined && { VolumeInitializationRate: initializationRate }),
  } as const
  // A volume can't be smaller than its snapshot.
  const least = volumes.find(({ device }) => device === rootDevice)?.gib ?? 0
  const root = { device: rootDevice, gib: Math.max(diskGib, least) }
  const others = volumes.filter(({ device }) => device !== rootDevice)
  return [root, ...others].map(({ device, gib }) => ({ DeviceName: device, Ebs: { ...alike, VolumeSize: gib } }))
}

function tagSpecifications(stack: string, { site, launch, spot }: LaunchOrder): TagSpecification[] {
  const Tags = tagsOf(stack, { siteId: site.id, siteName: site.name, launch })
  const kinds = ['instance', 'volume', ...(spot === true ? (['spot-instances-request'] as const) : [])] as const
  return kinds.map((ResourceType) => ({ ResourceType, Tags }))
}

function instanceType(size: string): _InstanceType {
  if (!isInstanceType(size)) throw new PermanentError('unexpected', { message: `${size} is no instance type` })
  return size
}

/** There are newer types than the SDK knows. */
function isInstanceType(size: string): size is _InstanceType {
  return /^[a-z0-9-]+\.[a-z0-9-]+$/.test(size)
}
