import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instances, LaunchOrder, Machine } from '../../control/ports.ts'
import { PermanentError, RefusedError } from '../../site/errors.ts'
import { isThere } from '../json-file.ts'
import pLimit from 'p-limit'
import { findContainer, listContainers, keyOf, labelsOf } from './containers.ts'
import type { Ran } from '../run-command.ts'
import { type Engine, failureOf, mustRun } from './engine.ts'
import type { Images } from './images.ts'

interface InstancesDeps {
  engine: Engine
  owner: string
  images: Images
  /** Directory with an empty file for each machine that was terminated: its token is good for no other. */
  spent: string
  /** Bound into each machine as /run/pokopoko-host: how it reaches the code host. */
  hostDirectory: string
  look(siteName: string): void
}

/** Ends what does not end by itself, in seconds. */
const STOP_TIMEOUT = '10'
/** A machine may take this much of the computer. */
const LIMITS = ['--memory', '1g', '--pids-limit', '1024']

/** A container a machine. It is known by its name, which follows from the token, so a token gives one machine. */
export function createInstances(deps: InstancesDeps): Instances {
  const { engine, owner, images, spent, look } = deps
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
    const volume = ['--volume', `${deps.hostDirectory}:/run/pokopoko-host`]
    // An image made of a container forgets it.
    const signal = ['--stop-signal', 'SIGTERM']
    const image = await images.nameOf(order.image)
    const ran = await engine(['run', '--detach', ...named, ...LIMITS, ...ports, ...volume, ...signal, image])
    if (ran.code !== 0) throw await failedLaunch(id, ran)
    look(site.name)
    return { id, siteId: site.id, launch: number, state: 'pending' }
  }
  /** Where the engine has said no, and has nothing of that name, there is no machine; where it said nothing, it may be at it. */
  const failedLaunch = async (id: string, ran: Ran): Promise<Error> => {
    const message = failureOf(['run'], ran)
    const isRefused = ran.code !== undefined && (await find(id)) === undefined
    return isRefused ? new RefusedError(message) : new Error(message)
  }
  /** Does that to a machine that there is, and tells that it has changed. */
  const change = async (id: string, words: readonly string[]): Promise<void> => {
    const machine = await find(id)
    if (machine === undefined) return
    await mustRun(engine, [...words, id])
    look(machine.siteName)
  }
  return {
    // One at a time, so that a token that is used twice at once finds its machine.
    launch: (order) => queue(() => launch(order)),
    describe: find,
    start: (id) => change(id, ['start']),
    stop: (id) => change(id, ['stop', '--time', STOP_TIMEOUT]),
    terminate: async (id) => {
      const machine = await find(id)
      if (machine === undefined) return
      await writeFile(join(spent, id), '')
      await engine(['rm', '--force', '--volumes', id])
      if ((await find(id)) !== undefined) throw new Error(`${id} could not be removed`)
      await images.removeLeftOvers()
      look(machine.siteName)
    },
    createImage: async (source) => images.create(source, (await find(source.id)) !== undefined),
    describeImage: images.describe,
    removeImage: images.remove,
    list: async () => ({ machines: await listContainers(engine, owner), images: await images.list() }),
  }
}
