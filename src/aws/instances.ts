import type { EC2Client } from '@aws-sdk/client-ec2'
import type { Instances, Machine } from '../control/ports.ts'
import { createImage, describeImage, listImages, offerImage, removeImage } from './ec2/images.ts'
import { launch, type LaunchDeps } from './ec2/launch.ts'
import { type Ec2Machine, findMachine, listMachines } from './ec2/machines.ts'
import { resize, start, stop, terminate } from './ec2/power.ts'
import { orphanedRequests } from './ec2/spot-requests.ts'
import { stackFilter } from './tags.ts'

export interface Ec2InstancesDeps extends LaunchDeps {
  ec2: EC2Client
}

/** Machines on EC2. Tags tell which are ours (`tags.ts`). */
export function createEc2Instances(deps: Ec2InstancesDeps): Instances {
  return {
    launch: async (order) => machineOf(await launch(deps, order)),
    describe: async (id) => {
      const machine = await findMachine(deps, id)
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
