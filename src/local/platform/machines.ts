import { join } from 'node:path'
import type { RequestListener } from 'node:http'
import pMemoize from 'p-memoize'
import * as z from 'zod'
import type { Clock, Instances, Shell } from '../../control/ports.ts'
import type { DeployOutcome } from '../../site/deploys.ts'
import type { Guesses } from '../../site/site.ts'
import { findEngine, type FoundEngine } from '../containers/engine.ts'
import { AGENCY_IMAGE, CONTAINER_IMAGE } from '../containers/images.ts'
import { createContainerMachines } from '../containers/machines.ts'
import { EMBEDDED_IMAGE } from '../embedded/images.ts'
import { createEmbeddedMachines } from '../embedded/machines.ts'
import { createPhotographer, type PhotographerDeps } from '../embedded/photographer.ts'
import { findChromium } from '../find-chromium.ts'
import { createJsonFile } from '../json-file.ts'

export type MachineKind = 'containers' | 'embedded'

export interface MachineSettings {
  machines: MachineKind | 'auto'
  /** The container engine's command and first words; looked for when left out. */
  containerEngine?: string | undefined
  /** Image that container machines are built on. */
  machineBase?: string | undefined
  /** Path of Chromium, for pictures of embedded machines; looked for when left out. */
  chromium?: string | undefined
}

export interface LocalMachines {
  kind: MachineKind
  /** For people: what the machines are. */
  description: string
  /** What the form offers; the first is suggested. */
  images(): Promise<{ id: string; label: string }[]>
  instances: Instances
  shell: Shell
  close(): Promise<void>
}

interface MachinesOptions extends MachineSettings {
  directory: string
  clock: Clock
  /** Serves repositories to machines that cannot reach this computer otherwise, and takes their reports. */
  serveMachines: RequestListener
  onChange(siteName: string): void
  onDeploy(siteName: string, outcome: DeployOutcome): Promise<void>
  onGuesses(siteName: string, guesses: Guesses): Promise<void>
  /** Keeps a picture of an embedded machine's start page; absent: none are wanted. */
  onPicture?: PhotographerDeps['onPicture']
  report(error: unknown): void
  /** Tells people of what takes long. */
  say(line: string): void
}

/** Written with the first machine: until then no site needs machines of that kind. */
const kindSchema = z.object({ kind: z.enum(['containers', 'embedded']) })

/**
 * The machines of this computer: containers where an engine answers, else stand-ins in this process. A data directory
 * keeps the kind of its first machine. Rejects with a line for people.
 */
export async function openMachines(options: MachinesOptions): Promise<LocalMachines> {
  const noted = createJsonFile(join(options.directory, 'machines.json'), kindSchema)
  const before = (await noted.read())?.kind
  const wanted = options.machines === 'auto' ? before : options.machines
  if (before !== undefined && wanted !== before) {
    throw new Error(
      `The sites in ${options.directory} are on ${before} machines. Begin anew with --fresh, use another DATA_DIR, or --machines=${before}.`,
    )
  }
  const machines = await openKind(wanted, options)
  const { instances } = machines
  const note = pMemoize(() => noted.write({ kind: machines.kind }))
  const launch: Instances['launch'] = async (order) => {
    await note()
    return instances.launch(order)
  }
  return { ...machines, instances: { ...instances, launch } }
}

async function openKind(wanted: MachineKind | undefined, options: MachinesOptions): Promise<LocalMachines> {
  if (wanted === 'embedded') return openEmbedded(options)
  const found = await findEngine(options.containerEngine)
  if (found !== undefined) {
    try {
      return await openContainers(found, options)
    } catch (error) {
      if (wanted === 'containers') throw error
      const why = error instanceof Error ? error.message : String(error)
      options.say(`${found.name} is there, but makes no machines: ${why}`)
      options.say('Sites are embedded for now. Until the first of them is made, the next start tries again.')
    }
  }
  if (wanted === 'containers')
    throw new Error('No container engine answers. Start podman or docker, or use --machines=embedded.')
  return openEmbedded(options)
}

async function openEmbedded({ directory, ...options }: MachinesOptions): Promise<LocalMachines> {
  const { onPicture, chromium, report } = options
  const browser =
    onPicture && (await findChromium({ ...process.env, ...(chromium !== undefined && { CHROMIUM: chromium }) }))
  const photographer = onPicture && browser !== undefined && createPhotographer({ browser, onPicture, report })
  const machines = await createEmbeddedMachines({
    ...options,
    directory: join(directory, 'machines'),
    ...(photographer && { onPublished: photographer.take }),
  })
  return {
    ...machines,
    close: async () => {
      await machines.close()
      if (photographer) await photographer.close()
    },
    kind: 'embedded',
    description: 'served by this process: no SSH, no programs of their own',
    images: async () => [{ id: EMBEDDED_IMAGE, label: 'Embedded web server' }],
  }
}

async function openContainers({ engine, name }: FoundEngine, options: MachinesOptions): Promise<LocalMachines> {
  const { directory, machineBase: base, say } = options
  const machines = await createContainerMachines({
    ...options,
    engine,
    base,
    directory: join(directory, 'containers'),
    onProgress: say,
  })
  return {
    ...machines,
    kind: 'containers',
    description: `containers of ${name}, with SSH as each card says`,
    images: async () => [
      ...(await machines.offered()),
      { id: CONTAINER_IMAGE, label: 'Debian, in a container' },
      { id: AGENCY_IMAGE, label: 'Debian with PHP, databases, and Node, in a container' },
    ],
  }
}
