import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job } from '../../control/jobs.ts'
import type { Clock, Machine } from '../../control/ports.ts'
import type { DeployOutcome } from '../../site/deploys.ts'
import type { Guesses } from '../../site/site.ts'
import { createJsonFile } from '../json-file.ts'
import pLimit from 'p-limit'
import type { Git } from './git.ts'
import type { WithDisk } from './images.ts'
import { createJobResults } from './job-results.ts'
import { type MachineRecord, machineRecordSchema } from './machine-record.ts'
import type { PublishedPage } from './photographer.ts'
import { type Power, powerOn, type PowerOptions } from './power.ts'

export interface MachineDeps {
  clock: Clock
  git: Git
  onChange(siteName: string): void
  onDeploy(siteName: string, outcome: DeployOutcome): Promise<void>
  onGuesses(siteName: string, guesses: Guesses): Promise<void>
  /** Visitors see another release. */
  onPublished(page: PublishedPage): void
  report(error: unknown): void
  /** Fills the disk of a new machine from its image; leaves one that is there as it is. */
  makeDisk(imageId: string, diskPath: string): Promise<void>
  /** Called when nothing is left of the machine. */
  forget(id: string): void
}

export const RECORD_FILE = 'machine.json'

/** Orders are on record when their promise resolves, and are carried out one after another. */
export function createEmbeddedMachine(directory: string, first: MachineRecord, deps: MachineDeps) {
  const diskPath = join(directory, 'disk')
  const file = createJsonFile(join(directory, RECORD_FILE), machineRecordSchema)
  const queue = pLimit(1)
  const results = createJobResults()
  let record = first
  let power: Power | undefined

  const save = (changes: Partial<MachineRecord>) => {
    record = { ...record, ...changes }
    return file.write(record)
  }
  const onChange = () => deps.onChange(record.site.name)
  const background = (task: () => Promise<void>) => void queue(task).catch(deps.report)
  const off = async () => {
    const on = power
    power = undefined
    await on?.off()
  }

  const boot = async () => {
    if (power !== undefined || !isWanted(record)) return
    const { port, image, site, state } = record
    try {
      await deps.makeDisk(image, diskPath)
      const onDeploy = async (outcome: DeployOutcome) => {
        await deps.onDeploy(site.name, outcome)
        onChange()
      }
      const onGuesses = async (guesses: Guesses) => {
        await deps.onGuesses(site.name, guesses)
        onChange()
      }
      const onPublished: PowerOptions['onPublished'] = (page) => deps.onPublished({ ...page, site })
      power = await powerOn({ ...deps, diskPath, port, queue, onDeploy, onGuesses, onPublished })
      // One that is just being started is set up again anyway.
      if (state === 'running') power.carryOn()
    } catch (error) {
      // As on EC2: a machine that cannot start is stopped again, and can be started once more.
      if (isWanted(record)) await save({ state: 'stopped' })
      deps.report(error)
      return onChange()
    }
    // An order may have come meanwhile; what carries it out is next in the queue.
    if (isWanted(record)) await save({ state: 'running', port: power.port })
    onChange()
  }
  const withDisk: WithDisk = (task) => queue(() => task(diskPath))
  const halt = async () => {
    await off()
    if (record.state !== 'stopping') return
    await save({ state: 'stopped' })
    onChange()
  }
  const vanish = async () => {
    await off()
    await rm(directory, { recursive: true, force: true })
    deps.forget(record.id)
    onChange()
  }

  return {
    describe: () => describe(record),
    start: async () => {
      if (isWanted(record) || record.state === 'terminating') return
      await save({ state: 'pending' })
      background(boot)
    },
    stop: async () => {
      if (!isWanted(record)) return
      await save({ state: 'stopping' })
      power?.interrupt()
      background(halt)
    },
    terminate: async () => {
      if (record.state === 'terminating') return
      await save({ state: 'terminating' })
      power?.interrupt()
      background(vanish)
    },
    /** Carries on with what is on record, maybe from before this process. */
    resume: async () => {
      await file.write(record)
      if (record.state === 'running') await queue(boot)
      else if (record.state === 'pending') background(boot)
      else if (record.state === 'stopping') background(halt)
      else if (record.state === 'terminating') background(vanish)
    },
    startJob: (job: Job): string => {
      const on = power
      if (on === undefined || record.state !== 'running') throw new Error(`${record.id} takes no commands now`)
      const { id, finish } = results.begin()
      background(async () => {
        finish(await on.run(job))
        onChange()
      })
      return id
    },
    result: (commandId: string) => results.find(commandId),
    withDisk,
    /** Lets go of everything, and leaves the record as it is. */
    close: async () => {
      power?.interrupt()
      await queue(off)
    },
  }
}

export type EmbeddedMachine = ReturnType<typeof createEmbeddedMachine>

/** On, or about to be. */
function isWanted({ state }: MachineRecord): boolean {
  return state === 'pending' || state === 'running'
}

function describe({ id, site, launch, state, port }: MachineRecord): Machine {
  const address = state === 'running' && port !== undefined ? { address: `127.0.0.1:${port}` } : {}
  return { id, siteId: site.id, launch, state, ...address }
}
