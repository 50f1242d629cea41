import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instances, LaunchOrder, Machine, Shell } from '../../control/ports.ts'
import { PermanentError } from '../../site/errors.ts'
import { isThere } from '../json-file.ts'
import type { OfferedImages } from '../offered-images.ts'
import pLimit from 'p-limit'
import { EMBEDDED_IMAGE, type Images } from './images.ts'
import { createEmbeddedMachine, type EmbeddedMachine, type MachineDeps } from './machine.ts'
import { machineIdOf, newRecord } from './machine-record.ts'

interface InstancesDeps {
  machines: Map<string, EmbeddedMachine>
  images: Images
  offered: OfferedImages
  /** `spent` holds an empty file for each machine that was terminated: its token is good for no other. */
  paths: { machines: string; spent: string }
  deps: MachineDeps
}

export function createInstances({ machines, images, offered, paths, deps }: InstancesDeps): Instances {
  const queue = pLimit(1)
  const launch = async (order: LaunchOrder): Promise<Machine> => {
    const id = machineIdOf(order.token)
    const same = machines.get(id)
    if (await isThere(join(paths.spent, id))) throw new PermanentError('launch-token-used')
    if (same !== undefined) return same.describe()
    checkImage(images, order.image)
    const directory = join(paths.machines, id)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const machine = createEmbeddedMachine(directory, newRecord(order), deps)
    const launched = machine.describe()
    machines.set(id, machine)
    await machine.resume()
    return launched
  }
  return {
    // One at a time, so that a token that is used twice at once finds its machine.
    launch: (order) => queue(() => launch(order)),
    describe: async (id) => machines.get(id)?.describe(),
    start: async (id) => machines.get(id)?.start(),
    // There is one size.
    resize: async () => {},
    stop: async (id) => machines.get(id)?.stop(),
    terminate: async (id) => {
      const machine = machines.get(id)
      if (machine === undefined) return
      await writeFile(join(paths.spent, id), '')
      await machine.terminate()
    },
    createImage: async (source) => {
      const image = await images.create(source)
      if (image === undefined) throw new PermanentError('machine-gone')
      return image
    },
    ...offered.labelling(images),
    list: async () => ({
      machines: [...machines.values()].map((machine) => machine.describe()),
      images: images.list().map(offered.labelled),
    }),
  }
}

function checkImage(images: Images, id: string): void {
  if (id === EMBEDDED_IMAGE) return
  const state = images.describe(id)?.state
  if (state === 'pending') throw new Error(`${id} is not yet available`)
  if (state !== 'available') throw new PermanentError('image-missing')
}

export function createShell(machines: Map<string, EmbeddedMachine>): Shell {
  return {
    reachable: async (id) => machines.get(id)?.describe().state === 'running',
    start: async (id, job) => {
      const machine = machines.get(id)
      if (machine === undefined) throw new Error(`there is no ${id}`)
      return machine.startJob(job)
    },
    result: async (id, commandId) => machines.get(id)?.result(commandId),
  }
}
