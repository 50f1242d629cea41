import {
  type EC2Client,
  type Filter,
  type Instance,
  type InstanceStateName,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2'
import type { Machine } from '../../control/ports.ts'
import type { MachineState } from '../../site/site.ts'
import { allItems } from '../all-items.ts'
import { readTags } from '../tags.ts'
import { describeInstances } from './machine-reader.ts'

export interface Ec2 {
  ec2: EC2Client
  stack: string
}

/** A machine, with what only EC2's part needs. */
export interface Ec2Machine extends Machine {
  spotRequestId?: string
}

/** EC2 lists a terminated machine for an hour; for us it's gone. */
const states: Record<InstanceStateName, MachineState | undefined> = {
  pending: 'pending',
  running: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  'shutting-down': 'terminating',
  terminated: undefined,
}

/** Of its web server; the security group only admits the load balancer. */
const HTTP_PORT = 80

/** undefined: gone, or not of this stack. */
export function toMachine(stack: string, instance: Instance): Ec2Machine | undefined {
  const { InstanceId: id, State, Tags, PrivateIpAddress, PublicIpAddress, SpotInstanceRequestId } = instance
  const belonging = readTags(stack, Tags)
  const state = State?.Name && states[State.Name]
  if (id === undefined || state === undefined || belonging?.launch === undefined) return undefined
  const isRunning = state === 'running'
  return {
    id,
    siteId: belonging.siteId,
    launch: belonging.launch,
    state,
    ...(isRunning && PrivateIpAddress !== undefined && { address: `${PrivateIpAddress}:${HTTP_PORT}` }),
    ...(isRunning && PublicIpAddress !== undefined && { ssh: { host: PublicIpAddress, port: 22 } }),
    ...(SpotInstanceRequestId !== undefined && { spotRequestId: SpotInstanceRequestId }),
  }
}

/** undefined: gone, or not listed yet. */
export async function findMachine({ ec2, stack }: Ec2, id: string): Promise<Ec2Machine | undefined> {
  const [instance] = await describeInstances(ec2, [id])
  return instance && toMachine(stack, instance)
}

export async function listMachines({ ec2, stack }: Ec2, filters: Filter[]): Promise<Ec2Machine[]> {
  const pages = paginateDescribeInstances({ client: ec2, pageSize: 200 }, { Filters: filters })
  const instances = await allItems(pages, (page) => page.Reservations?.flatMap(({ Instances = [] }) => Instances))
  return instances.flatMap((instance) => toMachine(stack, instance) ?? [])
}
