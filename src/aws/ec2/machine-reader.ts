import { DescribeInstancesCommand, type EC2Client, type Instance } from '@aws-sdk/client-ec2'
import type { Clock } from '../../control/ports.ts'
import { SECOND_MS, type Instant } from '../../site/time.ts'
import { batched } from '../batched.ts'
import { unlessNamed } from '../errors.ts'
import { readTags } from '../tags.ts'
import { NO_INSTANCE } from './error-codes.ts'

/** Reads machines one by one, and asks EC2 for many at once. */
export interface MachineReader {
  /** undefined: gone, or not listed yet. */
  read(id: string): Promise<Instance | undefined>
  /**
   * Name of the site that the machine is, or was within the last hour. If that takes a call, the machine can be read right afterwards
   * without another.
   */
  siteOf(id: string): Promise<string | undefined>
}

/** DescribeInstances takes as many ids. */
const MOST = 1000
/** How long what was read for its site's name is what the machine is like. */
const HANDED_OVER_MS = 2 * SECOND_MS
const MAX_HANDED_OVER = 100
const MAX_NAMES = 10_000

export function createMachineReader({ ec2, stack, clock }: { ec2: EC2Client; stack: string; clock: Clock }) {
  /** A machine never belongs to another site. */
  const siteNames = new Map<string, string>()
  const ask = batched(MOST, async (ids) => {
    const instances = await describeInstances(ec2, ids)
    for (const { InstanceId: id = '', Tags } of instances) {
      const siteName = readTags(stack, Tags)?.siteName
      if (siteName !== undefined) siteNames.set(id, siteName)
    }
    dropOldest(siteNames, MAX_NAMES)
    return new Map(instances.map((instance) => [instance.InstanceId ?? '', instance]))
  })
  const handedOver = new Map<string, { instance: Instance; at: Instant }>()
  const reader: MachineReader = {
    read: async (id) => {
      const found = handedOver.get(id)
      handedOver.delete(id)
      return found !== undefined && clock.now() < found.at + HANDED_OVER_MS ? found.instance : ask(id)
    },
    siteOf: async (id) => {
      const known = siteNames.get(id)
      if (known !== undefined) return known
      const instance = await ask(id)
      if (instance !== undefined) handedOver.set(id, { instance, at: clock.now() })
      dropOldest(handedOver, MAX_HANDED_OVER)
      return readTags(stack, instance?.Tags)?.siteName
    },
  }
  return reader
}

/** The oldest comes first in a map. */
function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const oldest of map.keys()) if (map.size > most) map.delete(oldest)
}

/** EC2 answers none of them if one isn't there: then each half is asked for. */
export async function describeInstances(ec2: EC2Client, ids: string[]): Promise<Instance[]> {
  const command = new DescribeInstancesCommand({ InstanceIds: ids })
  const found = await unlessNamed(NO_INSTANCE, () => ec2.send(command))
  if (found !== undefined) return (found.Reservations ?? []).flatMap(({ Instances = [] }) => Instances)
  if (ids.length === 1) return []
  const middle = Math.ceil(ids.length / 2)
  const halves = [ids.slice(0, middle), ids.slice(middle)]
  return (await Promise.all(halves.map((half) => describeInstances(ec2, half)))).flat()
}
