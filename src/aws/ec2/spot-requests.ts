import {
  CancelSpotInstanceRequestsCommand,
  DescribeSpotInstanceRequestsCommand,
  paginateDescribeSpotInstanceRequests,
} from '@aws-sdk/client-ec2'
import type { Machine } from '../../control/ports.ts'
import { allItems } from '../all-items.ts'
import { unlessNamed } from '../errors.ts'
import { readTags, stackFilter } from '../tags.ts'
import { NO_SPOT_REQUEST } from './error-codes.ts'
import type { Ec2 } from './machines.ts'

export function isSpotRequest(id: string): boolean {
  return id.startsWith('sir-')
}

/** Its machine stays. */
export async function cancelSpotRequest({ ec2 }: Ec2, id: string): Promise<void> {
  const command = new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [id] })
  await unlessNamed(NO_SPOT_REQUEST, () => ec2.send(command))
}

export async function instanceOfSpotRequest({ ec2 }: Ec2, id: string): Promise<string | undefined> {
  const command = new DescribeSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [id] })
  const found = await unlessNamed(NO_SPOT_REQUEST, () => ec2.send(command))
  return found?.SpotInstanceRequests?.[0]?.InstanceId
}

/**
 * Requests without a machine of ours that may still launch one: a spot machine that somebody else terminated comes back like
 * this, without our tags. They're listed as machines, so that the sweep removes them.
 */
export async function orphanedRequests({ ec2, stack }: Ec2, machines: readonly Machine[]): Promise<Machine[]> {
  const known = new Set(machines.map(({ id }) => id))
  const query = { Filters: [...stackFilter(stack), { Name: 'state', Values: ['open', 'active', 'disabled'] }] }
  const pages = paginateDescribeSpotInstanceRequests({ client: ec2, pageSize: 200 }, query)
  const requests = await allItems(pages, (page) => page.SpotInstanceRequests)
  return requests.flatMap(({ SpotInstanceRequestId: id, InstanceId, Tags }): Machine[] => {
    const belonging = readTags(stack, Tags)
    const hasMachine = InstanceId !== undefined && known.has(InstanceId)
    if (id === undefined || belonging?.launch === undefined || hasMachine) return []
    return [{ id, siteId: belonging.siteId, launch: belonging.launch, state: 'pending' }]
  })
}
