import { DeleteSnapshotCommand, type EC2Client, type Filter, paginateDescribeSnapshots } from '@aws-sdk/client-ec2'
import type { MachineImage } from '../../control/ports.ts'
import { allItems } from '../all-items.ts'
import { unlessNamed } from '../errors.ts'
import { type Belonging, readTags, stackFilter, tagValue } from '../tags.ts'
import { NO_SNAPSHOT } from './error-codes.ts'
import type { Ec2 } from './machines.ts'

/** Tag on snapshots of an image that is being removed: its id. */
export const OF_IMAGE = 'pokopoko:image'

export interface Snapshot extends Belonging {
  snapshotId: string
  /** See {@link OF_IMAGE}. */
  imageId?: string
}

export function isSnapshot(id: string): boolean {
  return id.startsWith('snap-')
}

export async function findSnapshots({ ec2, stack }: Ec2, filters: Filter[]): Promise<Snapshot[]> {
  const pages = paginateDescribeSnapshots({ client: ec2, pageSize: 200 }, { OwnerIds: ['self'], Filters: filters })
  const snapshots = await allItems(pages, ({ Snapshots }) => Snapshots)
  return snapshots.flatMap(({ SnapshotId: snapshotId, Tags }) => {
    const belonging = readTags(stack, Tags)
    const imageId = tagValue(Tags, OF_IMAGE)
    if (snapshotId === undefined || belonging === undefined) return []
    return { snapshotId, ...belonging, ...(imageId !== undefined && { imageId }) }
  })
}

export async function deleteSnapshots(ec2: EC2Client, snapshotIds: readonly string[]): Promise<void> {
  for (const SnapshotId of snapshotIds) {
    await unlessNamed(NO_SNAPSHOT, () => ec2.send(new DeleteSnapshotCommand({ SnapshotId })))
  }
}

/**
 * Snapshots without an image, in the form of images: `removeImage` takes either id. An image that is still being created doesn't
 * list its snapshots, so they're matched by site and launch.
 */
export async function snapshotsWithoutImage(deps: Ec2, images: readonly MachineImage[]): Promise<MachineImage[]> {
  const withImage = new Set(images.map(({ siteId, launch }) => `${siteId} ${launch}`))
  const all = await findSnapshots(deps, stackFilter(deps.stack))
  return all.flatMap(({ snapshotId, imageId, siteId, launch }): MachineImage[] => {
    if (launch === undefined || withImage.has(`${siteId} ${launch}`)) return []
    return [{ id: imageId ?? snapshotId, siteId, launch, state: 'failed' }]
  })
}
