import { type EC2Client, paginateDescribeImages, paginateDescribeInstances, type Tag } from '@aws-sdk/client-ec2'
import { readTags } from './tags.ts'

interface Deps {
  ec2: EC2Client
  stack: string
}

/** Names of the sites whose machines these are; ids of others are passed over. For an hour that holds for terminated ones too. */
export async function sitesOfInstances({ ec2, stack }: Deps, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  // By filter: an id that is gone would otherwise fail the call for all.
  const query = { Filters: [{ Name: 'instance-id', Values: [...ids] }] }
  const names = new Set<string>()
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, query)) {
    for (const { Tags } of Reservations.flatMap(({ Instances }) => Instances ?? [])) addName(names, stack, Tags)
  }
  return [...names]
}

/** Names of the sites whose images these are. An image that is gone is nobody's. */
export async function sitesOfImages({ ec2, stack }: Deps, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const query = { Owners: ['self'], Filters: [{ Name: 'image-id', Values: [...ids] }] }
  const names = new Set<string>()
  for await (const { Images = [] } of paginateDescribeImages({ client: ec2 }, query)) {
    for (const { Tags } of Images) addName(names, stack, Tags)
  }
  return [...names]
}

function addName(names: Set<string>, stack: string, tags: Tag[] | undefined): void {
  const belonging = readTags(stack, tags)
  if (belonging !== undefined) names.add(belonging.siteName)
}
