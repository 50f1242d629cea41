import type { _InstanceType, BlockDeviceMapping, RunInstancesCommandInput, TagSpecification } from '@aws-sdk/client-ec2'
import type { LaunchOrder } from '../../control/ports.ts'
import { PermanentError } from '../../site/errors.ts'
import { tagsOf } from '../tags.ts'
import { userData } from './user-data.ts'

export interface LaunchSettings {
  stack: string
  /**
   * Holds security group, instance profile and IMDSv2. No network interface: EC2 refuses one beside a subnet
   * (RunInstances, `SubnetId`), so that machines have public addresses has to be the subnets' setting.
   */
  launchTemplateId: string
  /** By number: CloudFormation makes new versions and never moves the template's default to one. */
  launchTemplateVersion: string
  /** In GiB, of the root volume; an image that takes more gets more. */
  diskGib: number
  /** ARN of the KMS key of all volumes; left out, the account's own choice. */
  volumeKey?: string | undefined
  /** Where the machine of the site of that name tells that it is there; left out, it does not. */
  phoneHomeUrl?: ((siteName: string) => string) | undefined
}

/** Where a machine can go. */
export interface Alternative {
  size: string
  subnetId: string
}

/** What a machine is launched from. */
export interface LaunchImage {
  rootDevice: string
  /** With their sizes in GiB: the root's, and those of further volumes that the image brings. */
  volumes: { device: string; gib: number | undefined }[]
}

/** One machine. The same order and alternative give the same request, as its token demands. */
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
    UserData: userData(settings.phoneHomeUrl?.(site.name)),
    BlockDeviceMappings: volumes(settings, launchImage),
    TagSpecifications: tagSpecifications(settings.stack, order),
    // Only a persistent request can be stopped, by its platform and by us; it has to be cancelled to be rid of it.
    ...(order.spot === true && {
      InstanceMarketOptions: {
        MarketType: 'spot',
        SpotOptions: { SpotInstanceType: 'persistent', InstanceInterruptionBehavior: 'stop' },
      },
    }),
  }
}

/** All of them are encrypted and go with the machine, whatever the image says. */
function volumes({ diskGib, volumeKey }: LaunchSettings, { rootDevice, volumes }: LaunchImage): BlockDeviceMapping[] {
  const alike = {
    VolumeType: 'gp3',
    Encrypted: true,
    DeleteOnTermination: true,
    ...(volumeKey !== undefined && { KmsKeyId: volumeKey }),
  } as const
  // Of a snapshot no smaller volume can be made.
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

/** New types come before the SDK knows them. */
function isInstanceType(size: string): size is _InstanceType {
  return /^[a-z0-9-]+\.[a-z0-9-]+$/.test(size)
}
