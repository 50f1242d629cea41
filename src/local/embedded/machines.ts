import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../control/ports.ts'
import type { DeployOutcome } from '../../site/deploys.ts'
import type { Guesses } from '../../site/site.ts'
import { createJsonFile } from '../json-file.ts'
import { openOfferedImages } from '../offered-images.ts'
import { createGit, type GitSettings } from './git.ts'
import { createImages } from './images.ts'
import { createInstances, createShell } from './instances.ts'
import { createEmbeddedMachine, type EmbeddedMachine, type MachineDeps, RECORD_FILE } from './machine.ts'
import type { PublishedPage } from './photographer.ts'
import { machineRecordSchema } from './machine-record.ts'

export interface EmbeddedMachinesOptions {
  /** Everything is kept in here; made when it is not there. One process at a time. */
  directory: string
  clock: Clock
  /**
   * Something changed on a machine: it started, stopped, is gone, finished a job, deployed, or its image is ready.
   * May be called before the promise resolves, for machines that a former process left half-way.
   */
  onChange(siteName: string): void
  /** A push has been deployed, or could not be; the log holds no secrets. */
  onDeploy(siteName: string, outcome: DeployOutcome): Promise<void>
  /** Many passwords were tried. */
  onGuesses(siteName: string, guesses: Guesses): Promise<void>
  /** Visitors of a site see another release. */
  onPublished?(page: PublishedPage): void
  /** Told of faults in the background, such as a full disk. Holds no secrets. */
  report(error: unknown): void
  git?: GitSettings
}

/**
 * Machines for computers without a container engine: each is a directory and a web server in this process that
 * publishes one directory of one branch. They run no commands and no processes, and have no SSH.
 */
export async function createEmbeddedMachines(options: EmbeddedMachinesOptions) {
  const paths = await makeDirectories(options.directory)
  const machines = new Map<string, EmbeddedMachine>()
  const offered = await openOfferedImages(options.directory)
  let isClosed = false
  const onChange = (siteName: string) => {
    if (!isClosed) options.onChange(siteName)
  }
  const images = await createImages({
    directory: paths.images,
    diskOf: (id) => {
      const machine = machines.get(id)
      return machine?.describe().state === 'terminating' ? undefined : machine?.withDisk
    },
    onChange,
    report: options.report,
  })
  const deps: MachineDeps = {
    ...options,
    onChange,
    onPublished: options.onPublished ?? (() => {}),
    git: createGit(options.git),
    makeDisk: images.makeDisk,
    forget: (id) => void machines.delete(id),
  }
  await resumeMachines(paths.machines, machines, deps)
  await images.resume()
  return {
    instances: createInstances({ machines, images, offered, paths, deps }),
    shell: createShell(machines),
    /** Stops serving and ends jobs; machines are as they were when the directory is opened again. */
    close: async () => {
      isClosed = true
      await Promise.all([...machines.values()].map((machine) => machine.close()))
      await images.close()
    },
  }
}

interface Paths {
  machines: string
  images: string
  spent: string
}

async function makeDirectories(directory: string): Promise<Paths> {
  const paths = {
    machines: join(directory, 'machines'),
    images: join(directory, 'images'),
    spent: join(directory, 'spent'),
  }
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true, mode: 0o700 })
  return paths
}

async function resumeMachines(path: string, machines: Map<string, EmbeddedMachine>, deps: MachineDeps): Promise<void> {
  for (const id of await readdir(path)) {
    const directory = join(path, id)
    const record = await createJsonFile(join(directory, RECORD_FILE), machineRecordSchema).read()
    // Without a record it was never launched, or is all but gone.
    if (record === undefined) await rm(directory, { recursive: true, force: true })
    else machines.set(id, createEmbeddedMachine(directory, record, deps))
  }
  await Promise.all([...machines.values()].map((machine) => machine.resume()))
}
