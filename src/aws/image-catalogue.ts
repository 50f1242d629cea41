import { type EC2Client, type Image, paginateDescribeImages } from '@aws-sdk/client-ec2'
import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import pTimeout from 'p-timeout'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import type { Catalogue } from '../site/order.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'
import { allItems } from './all-items.ts'
import { OFFERED, tagKeys, tagValue } from './tags.ts'

type Images = Catalogue['images']
type Architecture = 'x86_64' | 'arm64'

export interface ImageCatalogueDeps {
  ec2: EC2Client
  ssm: SSMClient
  clock: Clock
  stack: string
  sizes: Catalogue['sizes']
  /** Of all sizes. */
  architecture: Architecture
}

const FRESH_MS = 5 * MINUTE_MS
/** Slack waits for three seconds, and the form needs other calls, too. */
const TIMEOUT_MS = SECOND_MS

/**
 * What a site can be made from: images that this stack has baked first, then other tagged ones, then plain ones. Old lists, or one of the two, are better than a form that
 * doesn't open; it fails only when there is nothing at all to choose from.
 */
export function createImageCatalogue(deps: ImageCatalogueDeps): () => Promise<Catalogue> {
  const { ec2, ssm, clock, stack, sizes, architecture } = deps
  const cache = createCache<Images>({ clock, freshMs: FRESH_MS })
  const list = async (key: string, load: () => Promise<Images>): Promise<Images> => {
    try {
      return await pTimeout(cache.get(key, load), { milliseconds: TIMEOUT_MS })
    } catch (error) {
      const last = cache.last(key)
      if (last === undefined) throw error
      return last
    }
  }
  return async () => {
    const lists = await Promise.allSettled([
      list('tagged', () => taggedImages(ec2, stack, architecture)),
      list('public', () => publicImages(ssm, architecture)),
    ])
    const images = lists.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    const errors = lists.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []))
    if (images.length === 0 && errors.length > 0) throw new AggregateError(errors, 'No images can be listed')
    return { images, sizes, offersSpot: true }
  }
}

/** All of them, or none: what the table keeps (`offered-images.ts`). */
export async function listImages({
  ec2,
  ssm,
  stack,
  architecture,
}: Pick<ImageCatalogueDeps, 'ec2' | 'ssm' | 'stack' | 'architecture'>): Promise<Images> {
  const lists = await Promise.all([taggedImages(ec2, stack, architecture), publicImages(ssm, architecture)])
  return lists.flat()
}

/**
 * Tagged images, our own and those shared with us: the newest of each label, those of this stack first, then by label. Another stack removes
 * what it has baked, whether or not we need it.
 */
async function taggedImages(ec2: EC2Client, stack: string, architecture: Architecture): Promise<Images> {
  const Filters = [
    { Name: 'tag-key', Values: [OFFERED] },
    { Name: 'architecture', Values: [architecture] },
    { Name: 'state', Values: ['available'] },
  ]
  const queries = [
    { Owners: ['self'], Filters },
    { ExecutableUsers: ['self'], Filters },
  ]
  const pages = queries.map((query) => paginateDescribeImages({ client: ec2, pageSize: 200 }, query))
  const lists = await Promise.all(pages.map((one) => allItems(one, ({ Images }) => Images)))
  const byLabel = new Map<string, { id: string; isOurs: boolean }>()
  for (const { ImageId: id, Tags } of lists.flat().toSorted(byCreation)) {
    const label = tagValue(Tags, OFFERED)?.trim()
    const bakedBy = tagValue(Tags, tagKeys.stack) ?? stack
    const isOurs = tagValue(Tags, tagKeys.stack) === stack
    if (id !== undefined && label && bakedBy === stack) byLabel.set(label, { id, isOurs })
  }
  return [...byLabel]
    .map(([label, { id, isOurs }]) => ({ id, label, isOurs }))
    .toSorted((a, b) => Number(b.isOurs) - Number(a.isOurs) || a.label.localeCompare(b.label))
    .map(({ id, label }) => ({ id, label }))
}

/** ISO 8601, all in UTC. */
function byCreation(one: Image, other: Image): number {
  return (one.CreationDate ?? '').localeCompare(other.CreationDate ?? '')
}

/**
 * What the set-up supports, as published in every region, beginning with what it is mostly run on:
 * https://documentation.ubuntu.com/aws/en/latest/aws-how-to/instances/find-ubuntu-images/ and
 * https://wiki.debian.org/Cloud/AmazonEC2Image. At most ten can be asked for at once.
 */
const distributions: { label: string; parameter(arch: 'amd64' | 'arm64'): string }[] = [
  { label: 'Debian 13', parameter: (arch) => `/aws/service/debian/release/13/latest/${arch}` },
  { label: 'Debian 12', parameter: (arch) => `/aws/service/debian/release/12/latest/${arch}` },
  {
    label: 'Ubuntu 24.04',
    parameter: (arch) => `/aws/service/canonical/ubuntu/server/24.04/stable/current/${arch}/hvm/ebs-gp3/ami-id`,
  },
  {
    label: 'Ubuntu 22.04',
    parameter: (arch) => `/aws/service/canonical/ubuntu/server/22.04/stable/current/${arch}/hvm/ebs-gp2/ami-id`,
  },
]

const [debian] = distributions

/** What images are baked from; undefined where this region lacks it. */
export async function debianImage(ssm: SSMClient, architecture: Architecture): Promise<string | undefined> {
  if (debian === undefined) return undefined
  const name = debian.parameter(archOf(architecture))
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: [name] }))
  return Parameters.find(({ Name }) => Name === name)?.Value
}

function archOf(architecture: Architecture): 'amd64' | 'arm64' {
  return architecture === 'x86_64' ? 'amd64' : 'arm64'
}

/** Plain images of distributions, without those that this region lacks. */
async function publicImages(ssm: SSMClient, architecture: Architecture): Promise<Images> {
  const arch = archOf(architecture)
  const Names = distributions.map(({ parameter }) => parameter(arch))
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names }))
  return distributions.flatMap(({ label, parameter }) => {
    const id = Parameters.find(({ Name }) => Name === parameter(arch))?.Value
    return id === undefined ? [] : [{ id, label }]
  })
}
