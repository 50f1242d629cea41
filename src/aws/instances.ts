import type { EC2Client } from '@aws-sdk/client-ec2'
import { createCache } from '../cache.ts'
import type { Clock, Instances, Machine } from '../control/ports.ts'
import { MINUTE_MS } from '../site/time.ts'
import { createImage, describeImage, listImages, offerImage, removeImage } from './ec2/images.ts'
import { findLaunchImage, launch, type LaunchDeps } from './ec2/launch.ts'
import { createMachineReader, type MachineReader } from './ec2/machine-reader.ts'
import type { LaunchImage } from './ec2/run-instances-input.ts'
import { type Ec2Machine, listMachines, toMachine } from './ec2/machines.ts'
import { resize, start, stop, terminate } from './ec2/power.ts'
import { orphanedRequests } from './ec2/spot-requests.ts'
import { stackFilter } from './tags.ts'

export interface Ec2InstancesDeps extends Omit<LaunchDeps, 'imageOf'> {
  ec2: EC2Client
  clock: Clock
  /** That of the whole process, if it reads machines elsewhere, too. */
  machines?: MachineReader
}

/** How long an image that was available is launched from without another look. EC2 says so if it's gone. */
const IMAGE_FRESH_MS = MINUTE_MS

/** Machines on EC2. Tags tell which are ours (`tags.ts`). */
export function createEc2Instances(deps: Ec2InstancesDeps): Instances {
  const { machines: reader = createMachineReader(deps) } = deps
  const launchImages = createCache<LaunchImage>({ clock: deps.clock, freshMs: IMAGE_FRESH_MS })
  const imageOf = (id: string) => launchImages.get(id, () => findLaunchImage(deps, id))
  return {
    launch: async (order) => machineOf(await launch({ ...deps, imageOf }, order)),
    describe: async (id) => {
      const instance = await reader.read(id)
      const machine = instance && toMachine(deps.stack, instance)
      return machine && machineOf(machine)
    },
    start: (id) => start(deps, id),
    resize: (id, size) => resize(deps, id, size),
    stop: (id, options) => stop(deps, id, options),
    terminate: (id) => terminate(deps, id),
    createImage: (source) => createImage(deps, source),
    describeImage: (id) => describeImage(deps, id),
    offerImage: (id, label) => offerImage(deps, id, label),
    removeImage: (id) => removeImage(deps, id),
    list: async () => {
      const [machines, images] = await Promise.all([listMachines(deps, stackFilter(deps.stack)), listImages(deps)])
      const orphans = await orphanedRequests(deps, machines)
      return { machines: [...machines.map(machineOf), ...orphans], images }
    },
  }
}

function machineOf({ spotRequestId: _, ...machine }: Ec2Machine): Machine {
  return machine
}
