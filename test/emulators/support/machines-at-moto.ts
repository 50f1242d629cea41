import assert from 'node:assert/strict'
import { CreateTagsCommand, DescribeImagesCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import { cloud } from './cloud.ts'

/** As EC2 names it; undefined: there is none. */
export async function stateOf(instanceId: string): Promise<string | undefined> {
  const filters = { Filters: [{ Name: 'instance-id', Values: [instanceId] }] }
  const { Reservations = [] } = await cloud.ec2.send(new DescribeInstancesCommand(filters))
  return Reservations[0]?.Instances?.[0]?.State?.Name
}

export async function isRunning(instanceId: string): Promise<boolean> {
  return (await stateOf(instanceId)) === 'running'
}

export async function isNameTaken(name: string): Promise<boolean> {
  const filters = { Owners: ['self'], Filters: [{ Name: 'name', Values: [name] }] }
  const { Images = [] } = await cloud.ec2.send(new DescribeImagesCommand(filters))
  return Images.length > 0
}

export async function tag(imageId: string, Tags: { Key: string; Value: string }[]): Promise<void> {
  const { Images: [image] = [] } = await cloud.ec2.send(new DescribeImagesCommand({ ImageIds: [imageId] }))
  assert.ok(image !== undefined)
  const snapshots = (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? [])
  await cloud.ec2.send(new CreateTagsCommand({ Resources: [imageId, ...snapshots], Tags }))
}
