import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instances, LaunchOrder, Machine } from '../../control/ports.ts'
import { PermanentError, RejectedError } from '../../site/errors.ts'
import { isThere } from '../json-file.ts'
import type { OfferedImages } from '../offered-images.ts'
import pLimit from 'p-limit'
import { findContainer, listContainers, keyOf, labelsOf } from './containers.ts'
import type { Ran } from '../run-command.ts'
import { type Engine, failureOf, mustRun } from './engine.ts'
import type { Images } from './images.ts'

interface InstancesDeps {
  engine: Engine
  owner: string
  images: Images
  offered: OfferedImages
  /** Directory with an empty file for each terminated machine, so that its token isn't reused. */
  spent: string
  /**
   * Mounted into each machine as /run/pokopoko-host, where it reaches GitHub's emulator and the machine API. All share it, so it's
   * read-only: root of one machine can't put a socket of its own in the place of ours.
   */
  hostDirectory: string
  onChange(siteName: string): void
}

/** Seconds until a machine is killed. */
const STOP_TIMEOUT = '10'
/** Limits of a machine. */
const LIMITS = ['--memory', '1g', '--pids-limit', '1024']

/** A machine is a container. Its name is derived from the token, so a token gives one machine. */
export function createInstances(deps: InstancesDeps): Instances {
  const { engine, owner, images, offered, spent, onChange } = deps
  const queue = pLimit(1)
  const find = (id: string) => findContainer(engine, id)
  const launch = async (order: LaunchOrder): Promise<Machine> => {
    const { site, token, launch: number } = order
    const id = `pokopoko-${keyOf(`${owner} ${token}`)}`
    if (await isThere(join(spent, id))) throw new PermanentError('launch-token-used')
    const same = await find(id)
    if (same !== undefined) return same
    const labels = labelsOf(owner, { siteId: site.id, siteName: site.name, launch: number })
    const named = ['--name', id, ...labels.flatMap((label) => ['--label', label])]
    const ports = ['--publish', '127.0.0.1::80', '--publish', '127.0.0.1::22']
    const volume = ['--volume', `${deps.hostDirectory}:/run/pokopoko-host:ro`]
    // An image made of a container loses it.
    const signal = ['--stop-signal', 'SIGTERM']
    const image = await images.nameOf(order.image)
    const ran = await engine(['run', '--detach', ...named, ...LIMITS, ...ports, ...volume, ...signal, image])
    if (ran.code !== 0) throw await failedLaunch(id, ran)
    onChange(site.name)
    return { id, siteId: site.id, launch: number, state: 'pending' }
  }
  /** RejectedError only if the engine failed and has no such container; without an exit code it may still create one. */
  const failedLaunch = async (id: string, ran: Ran): Promise<Error> => {
    const message = failureOf(['run'], ran)
    const isRefused = ran.code !== undefined && (await find(id)) === undefined
    return isRefused ? new RejectedError(message) : new Error(message)
  }
  /** Does that to a machine, if it exists, and has its site reconciled. */
  const change = async (id: string, words: readonly string[]): Promise<void> => {
    const machine = await find(id)
    if (machine === undefined) return
    await mustRun(engine, [...words, id])
    onChange(machine.siteName)
  }
  return {
    // One at a time, so that a second call with the same token finds the machine.
    launch: async (order) => {
      // Before its turn: others needn't wait for a build.
      await images.prepare(order.image)
      return queue(() => launch(order))
    },
    describe: find,
    start: (id) => change(id, ['start']),
    // There is one size.
    resize: async () => {},
    stop: (id) => change(id, ['stop', '--time', STOP_TIMEOUT]),
    terminate: async (id) => {
      const machine = await find(id)
      if (machine === undefined) return
      await writeFile(join(spent, id), '')
      await engine(['rm', '--force', '--volumes', id])
      if ((await find(id)) !== undefined) throw new Error(`${id} could not be removed`)
      await images.removeLeftOvers()
      onChange(machine.siteName)
    },
    createImage: async (source) => images.create(source, (await find(source.id)) !== undefined),
    ...offered.labelling(images),
    list: async () => ({
      machines: await listContainers(engine, owner),
      images: (await images.list()).map(offered.labelled),
    }),
  }
}
