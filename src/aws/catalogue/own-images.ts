import { type ArchitectureValues, type EC2Client, type Image, paginateDescribeImages } from '@aws-sdk/client-ec2'
import type { Catalogue } from '../../site/requests/create.ts'
import { tagValue } from '../tags.ts'

/** Tag on an image that is offered: the label that people see. Images of others can be tagged, too; only we see such tags. */
const OFFERED = 'testsite:image'

/** Images that somebody here has tagged, our own and those shared with us: of each label the newest, by label. */
export async function ownImages(ec2: EC2Client, architecture: ArchitectureValues): Promise<Catalogue['images']> {
  const Filters = [
    { Name: 'tag-key', Values: [OFFERED] },
    { Name: 'architecture', Values: [architecture] },
    { Name: 'state', Values: ['available'] },
  ]
  const lists = await Promise.all([
    listImages(ec2, { Owners: ['self'], Filters }),
    listImages(ec2, { ExecutableUsers: ['self'], Filters }),
  ])
  const byLabel = new Map<string, string>()
  for (const { ImageId, Tags } of lists.flat().toSorted(byCreation)) {
    const label = tagValue(Tags, OFFERED)?.trim()
    if (ImageId !== undefined && label) byLabel.set(label, ImageId)
  }
  return [...byLabel].map(([label, id]) => ({ id, label })).toSorted((a, b) => a.label.localeCompare(b.label))
}

async function listImages(ec2: EC2Client, query: { Owners?: string[]; ExecutableUsers?: string[]; Filters: object[] }) {
  const images: Image[] = []
  for await (const page of paginateDescribeImages({ client: ec2, pageSize: 200 }, query)) {
    images.push(...(page.Images ?? []))
  }
  return images
}

/** ISO 8601, all in UTC. */
function byCreation(one: Image, other: Image): number {
  return (one.CreationDate ?? '').localeCompare(other.CreationDate ?? '')
}
