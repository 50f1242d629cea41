import {
  CreateImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  type EC2Client,
  type Image,
  type ImageState,
  paginateDescribeImages,
} from '@aws-sdk/client-ec2'
import type { Instances, MachineImage } from '../../control/ports.ts'
import { PermanentError } from '../../site/errors.ts'
import { allItems } from '../all-items.ts'
import { isNamed, unlessNamed } from '../errors.ts'
import { OFFERED, readTags, stackFilter, tagFilters, tagsOf, tagValue } from '../tags.ts'
import { IMAGE_NAME_TAKEN, NO_IMAGE, NO_INSTANCE, WRONG_STATE } from './error-codes.ts'
import { type Ec2, findMachine } from './machines.ts'
import { deleteSnapshots, findSnapshots, isSnapshot, OF_IMAGE, snapshotsWithoutImage } from './snapshots.ts'
import { createHash } from 'node:crypto'

type Source = Parameters<Instances['createImage']>[0]

const states: Record<ImageState, MachineImage['state'] | undefined> = {
  pending: 'pending',
  transient: 'pending',
  available: 'available',
  disabled: 'failed',
  error: 'failed',
  failed: 'failed',
  invalid: 'failed',
  deregistered: undefined,
}

/** See {@link Instances.createImage}. */
export async function createImage(deps: Ec2, source: Source): Promise<MachineImage> {
  const name = imageName(deps.stack, source)
  const before = await imageOfName(deps, name)
  if (before !== undefined) return before
  try {
    return await makeImage(deps, source, name)
  } catch (error) {
    // Another call created it just now.
    const same = isNamed(error, IMAGE_NAME_TAKEN) ? await imageOfName(deps, name) : undefined
    if (same !== undefined) return same
    if (await isMachineGone(deps, source.id, error)) throw new PermanentError('machine-gone', { cause: error })
    throw error
  }
}

async function makeImage({ ec2, stack }: Ec2, source: Source, name: string): Promise<MachineImage> {
  const { siteId, launch } = source
  const Tags = tagsOf(stack, source)
  const kinds = ['image', 'snapshot'] as const
  const TagSpecifications = kinds.map((ResourceType) => ({ ResourceType, Tags }))
  const command = new CreateImageCommand({ InstanceId: source.id, Name: name, TagSpecifications })
  const { ImageId: id } = await ec2.send(command)
  if (id === undefined) throw new Error(`EC2 made no image of ${source.id}`)
  return { id, siteId, launch, state: 'pending' }
}

async function isMachineGone(deps: Ec2, id: string, error: unknown): Promise<boolean> {
  if (isNamed(error, NO_INSTANCE)) return true
  if (!isNamed(error, WRONG_STATE)) return false
  const machine = await findMachine(deps, id)
  return machine === undefined || machine.state === 'terminating'
}

export async function describeImage(deps: Ec2, id: string): Promise<MachineImage | undefined> {
  const image = await findImage(deps.ec2, id)
  return image && toImage(deps.stack, image)
}

/** See {@link Instances.offerImage}. */
export async function offerImage({ ec2 }: Pick<Ec2, 'ec2'>, id: string, label: string): Promise<void> {
  await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: OFFERED, Value: label }] }))
}

/**
 * Deregisters the image, then deletes its snapshots. They're tagged first, so that another call finds them when the image is gone.
 * `id`: an image, or a snapshot without one, as listed.
 */
export async function removeImage({ ec2, stack }: Ec2, id: string): Promise<void> {
  if (isSnapshot(id)) return deleteSnapshots(ec2, [id])
  const image = await findImage(ec2, id)
  const snapshotIds = image === undefined ? [] : await snapshotsOf({ ec2, stack }, image)
  if (snapshotIds.length > 0) {
    await ec2.send(new CreateTagsCommand({ Resources: snapshotIds, Tags: [{ Key: OF_IMAGE, Value: id }] }))
  }
  await unlessNamed(NO_IMAGE, () => ec2.send(new DeregisterImageCommand({ ImageId: id })))
  const marked = await findSnapshots({ ec2, stack }, tagFilters([{ Key: OF_IMAGE, Value: id }]))
  await deleteSnapshots(ec2, [...new Set([...snapshotIds, ...marked.map(({ snapshotId }) => snapshotId)])])
}

/** Its own and those of earlier attempts: a failed image may leave some that it doesn't list. */
async function snapshotsOf(deps: Ec2, image: Image): Promise<string[]> {
  const named = (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? [])
  const belonging = readTags(deps.stack, image.Tags)
  if (belonging?.launch === undefined) return named
  const tagged = await findSnapshots(deps, tagFilters(tagsOf(deps.stack, belonging)))
  return [...new Set([...named, ...tagged.map(({ snapshotId }) => snapshotId)])]
}

/** Images of this stack, and snapshots whose image is gone. */
export async function listImages({ ec2, stack }: Ec2): Promise<MachineImage[]> {
  const query = { Owners: ['self'], Filters: stackFilter(stack) }
  const pages = paginateDescribeImages({ client: ec2, pageSize: 200 }, query)
  const images = await allItems(pages, ({ Images }) => Images?.flatMap((image) => toImage(stack, image) ?? []))
  return [...images, ...(await snapshotsWithoutImage({ ec2, stack }, images))]
}

/** Name of the site whose image it is. */
export async function siteOfImage({ ec2, stack }: Ec2, id: string): Promise<string | undefined> {
  return readTags(stack, (await findImage(ec2, id))?.Tags)?.siteName
}

export async function findImage(ec2: EC2Client, id: string): Promise<Image | undefined> {
  const found = await unlessNamed(NO_IMAGE, () => ec2.send(new DescribeImagesCommand({ ImageIds: [id] })))
  return found?.Images?.[0]
}

async function imageOfName({ ec2, stack }: Ec2, name: string): Promise<MachineImage | undefined> {
  const query = { Owners: ['self'], Filters: [{ Name: 'name', Values: [name] }] }
  const { Images: [image] = [] } = await ec2.send(new DescribeImagesCommand(query))
  return image && toImage(stack, image)
}

function toImage(stack: string, { ImageId: id, State, Tags }: Image): MachineImage | undefined {
  const belonging = readTags(stack, Tags)
  const state = State && states[State]
  if (id === undefined || state === undefined || belonging?.launch === undefined) return undefined
  const label = tagValue(Tags, OFFERED)
  return { id, siteId: belonging.siteId, launch: belonging.launch, state, ...(label !== undefined && { label }) }
}

/** An AMI's name has 3 to 128 of these characters (CreateImage, `Name`). */
const MAX_LENGTH = 128
const FORBIDDEN = /[^A-Za-z0-9()[\] ./'@_-]/g

/** The image of that launch is found by this name. */
export function imageName(stack: string, { siteId, launch }: { siteId: string; launch: number }): string {
  const name = `${stack} ${siteId} ${launch}`
  const plain = name.replace(FORBIDDEN, '-')
  if (plain === name && name.length <= MAX_LENGTH) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return `${plain.slice(0, MAX_LENGTH - digest.length - 1)} ${digest}`
}
