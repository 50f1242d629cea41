import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isCapacityError, isPermanentError, isRejectedError } from '../../site/errors.ts'
import { type Instant, MINUTE_MS, SECOND_MS } from '../../site/time.ts'
import type { BakeJob } from '../jobs.ts'
import type { Clock, Instances, MachineImage, Shell, SiteStore } from '../ports.ts'

/** In the order in which a bake goes through them, and how long each may take at most. */
const LIMITS_MS = {
  launching: 5 * MINUTE_MS,
  starting: 10 * MINUTE_MS,
  installing: 40 * MINUTE_MS,
  stopping: 10 * MINUTE_MS,
  imaging: 40 * MINUTE_MS,
}
export const bakeStages = ['launching', 'starting', 'installing', 'stopping', 'imaging'] as const
export type BakeStage = (typeof bakeStages)[number]

/** How far a bake is. Whoever bakes keeps it from one look to the next; without it, the next look finds out. */
export const bakeSchema = z.object({
  /** Of two at once, the second is told that there is one. */
  holder: z.string().min(1),
  stage: z.enum(bakeStages),
  since: z.int(),
  /** Number of its machine, and of its image: when it was begun, in seconds. */
  launch: z.int(),
  attempt: z.int().default(0),
  machineId: z.string().optional(),
  command: z.string().optional(),
  imageId: z.string().optional(),
  /** Calls in a row that failed for now. */
  troubles: z.int().default(0),
})
export type Bake = z.output<typeof bakeSchema>

export const bakeFailures = [
  'no-capacity',
  'base-missing',
  'launch-refused',
  'machine-gone',
  'job-failed',
  'image-failed',
  'too-long',
] as const
export type BakeFailure = (typeof bakeFailures)[number]

export const bakeProgressSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('under-way'), bake: bakeSchema }),
  z.object({ state: z.literal('done'), imageId: z.string() }),
  /** `log`: what AWS, or the machine, said of it, redacted. Nothing is left of the bake. */
  z.object({
    state: z.literal('failed'),
    reason: z.enum(bakeFailures),
    stage: z.enum(bakeStages),
    log: z.string().optional(),
  }),
  /** Another process bakes that image. */
  z.object({ state: z.literal('busy') }),
])
export type BakeProgress = z.output<typeof bakeProgressSchema>

/** One look at a bake, and what it's time for. Never waits; once `under-way`, look again in a few seconds. */
export type LookAtBake = (label: string, who: { holder: string; bake?: Bake | undefined }) => Promise<BakeProgress>

export interface BakeDeps {
  instances: Instances
  shell: Shell
  store: Pick<SiteStore, 'takeLease' | 'releaseLease'>
  clock: Clock
  /** What the image is made from; undefined when it isn't to be had. */
  base(): Promise<string | undefined>
  size: string
}

/** Longer than between two looks, with the retries of their calls. */
const LEASE_MS = 3 * MINUTE_MS
/** A machine, or an image, that was made a moment ago may not be listed. */
const LISTING_LAG_MS = MINUTE_MS
const MAX_TROUBLES = 5
const JOB: BakeJob = { kind: 'bake' }

/** Whose image it is, in place of a site. It's in no record: what a killed bake leaves behind is an orphan, which the sweep removes. */
export function ownerOfImage(label: string): { id: string; name: string } {
  const digest = createHash('sha256').update(label).digest('hex')
  return { id: `image-${digest.slice(0, 16)}`, name: `image ${label}` }
}

/** The baked images of that label, the newest first. */
export async function bakedImages(instances: Instances, label: string): Promise<MachineImage[]> {
  const { images } = await instances.list()
  const { id } = ownerOfImage(label)
  return images.filter((image) => image.siteId === id && image.label === label).toSorted((a, b) => b.launch - a.launch)
}

/** Bakes images through the ports: launch, install and clean, stop, image, offer, terminate. */
export function createBaker(deps: BakeDeps): LookAtBake {
  const { store, clock } = deps
  return async (label, { holder, bake: known }) => {
    const now = clock.now()
    const name = `bake ${label}`
    if (!(await store.takeLease(name, { holder, now, until: now + LEASE_MS }))) return { state: 'busy' }
    const bake = known ?? (await findUnfinished(deps, label, holder))
    const progress = await orTrouble(bake, () => advance(deps, label, bake))
    if (progress.state !== 'under-way') await store.releaseLease(name, holder)
    return progress
  }
}

/** One call may fail, and the next not; five in a row are thrown. */
async function orTrouble(bake: Bake, look: () => Promise<BakeProgress>): Promise<BakeProgress> {
  try {
    const progress = await look()
    return progress.state === 'under-way' ? { ...progress, bake: { ...progress.bake, troubles: 0 } } : progress
  } catch (error) {
    const troubles = bake.troubles + 1
    if (troubles >= MAX_TROUBLES) throw error
    return { state: 'under-way', bake: { ...bake, troubles } }
  }
}

/** What a killed bake has left is gone on with, if it's the newest; older ones are removed. Without any, a new one begins. */
async function findUnfinished({ instances, clock }: BakeDeps, label: string, holder: string): Promise<Bake> {
  const { id } = ownerOfImage(label)
  const all = await instances.list()
  const images = all.images.filter(({ siteId }) => siteId === id)
  const machines = all.machines.filter(({ siteId, state }) => siteId === id && state !== 'terminating')
  const finished = new Set(images.filter((image) => image.label !== undefined).map(({ launch }) => launch))
  const isUsable = ({ launch, state }: MachineImage) => !finished.has(launch) && state !== 'failed'
  const launches = [...machines, ...images.filter(isUsable)].map(({ launch }) => launch)
  const newest = Math.max(0, ...launches.filter((launch) => !finished.has(launch)))
  for (const machine of machines) if (machine.launch !== newest) await instances.terminate(machine.id)
  for (const image of images) {
    if (image.label === undefined && (image.launch !== newest || !isUsable(image)))
      await instances.removeImage(image.id)
  }
  const now = clock.now()
  const blank = { holder, since: now, attempt: 0, troubles: 0 }
  if (newest === 0) return { ...blank, stage: 'launching', launch: Math.floor(now / SECOND_MS) }
  const machineId = machines.find(({ launch }) => launch === newest)?.id
  const imageId = images.find((image) => image.launch === newest && isUsable(image))?.id
  const found = { ...(machineId !== undefined && { machineId }), ...(imageId !== undefined && { imageId }) }
  return { ...blank, stage: imageId === undefined ? 'starting' : 'imaging', launch: newest, ...found }
}

async function advance(deps: BakeDeps, label: string, bake: Bake): Promise<BakeProgress> {
  const progress = await lookAtStage(deps, label, bake)
  const isLate = progress.state === 'under-way' && progress.bake.since + LIMITS_MS[bake.stage] <= deps.clock.now()
  return isLate ? fail(deps, bake, 'too-long') : progress
}

function lookAtStage(deps: BakeDeps, label: string, bake: Bake): Promise<BakeProgress> {
  switch (bake.stage) {
    case 'launching':
      return launch(deps, label, bake)
    case 'starting':
      return start(deps, bake)
    case 'installing':
      return install(deps, bake)
    case 'stopping':
      return stop(deps, label, bake)
    case 'imaging':
      return image(deps, label, bake)
  }
}

async function launch(deps: BakeDeps, label: string, bake: Bake): Promise<BakeProgress> {
  const { instances, base, size } = deps
  const site = ownerOfImage(label)
  const from = await base()
  if (from === undefined) return fail(deps, bake, 'base-missing')
  const { launch, attempt } = bake
  try {
    const order = { site, token: `${site.id}-${launch}`, launch, image: from, size, attempt }
    const { id: machineId } = await instances.launch(order)
    return enter(deps, bake, 'starting', { machineId })
  } catch (error) {
    const again = (changes: Partial<Bake>) => underWay({ ...bake, launch: launch + 1, ...changes })
    if (isCapacityError(error)) {
      return attempt + 1 < error.alternatives ? again({ attempt: attempt + 1 }) : fail(deps, bake, 'no-capacity')
    }
    if (isPermanentError(error)) {
      return error.reason === 'launch-token-used' ? again({}) : fail(deps, bake, 'base-missing', error.message)
    }
    if (isRejectedError(error)) return fail(deps, bake, 'launch-refused', error.message)
    throw error
  }
}

/** A machine that a killed bake has stopped is started again, and its job run anew, which installs nothing twice. */
async function start(deps: BakeDeps, bake: Bake): Promise<BakeProgress> {
  const { instances, shell } = deps
  const { machineId = '' } = bake
  const state = (await instances.describe(machineId))?.state
  if (state === 'stopped') await instances.start(machineId)
  if (isGone(deps, bake, state)) return fail(deps, bake, 'machine-gone')
  if (state !== 'running' || !(await shell.reachable(machineId))) return underWay(bake)
  return enter(deps, bake, 'installing', { command: await shell.start(machineId, JOB) })
}

async function install(deps: BakeDeps, bake: Bake): Promise<BakeProgress> {
  const { instances, shell } = deps
  const { machineId = '', command = '' } = bake
  const result = await shell.result(machineId, command)
  switch (result?.state) {
    case undefined:
      return enter(deps, bake, 'starting', { command: undefined })
    case 'running':
      return underWay(bake)
    case 'failed':
      return fail(deps, bake, result.reason === 'machine-gone' ? 'machine-gone' : 'job-failed', result.log)
    case 'succeeded':
      await instances.stop(machineId)
      return enter(deps, bake, 'stopping', {})
  }
}

async function stop(deps: BakeDeps, label: string, bake: Bake): Promise<BakeProgress> {
  const { instances } = deps
  const { machineId = '', launch } = bake
  const state = (await instances.describe(machineId))?.state
  if (isGone(deps, bake, state)) return fail(deps, bake, 'machine-gone')
  if (state === 'running') await instances.stop(machineId)
  if (state !== 'stopped') return underWay(bake)
  const { id: siteId, name: siteName } = ownerOfImage(label)
  const { id: imageId } = await instances.createImage({ id: machineId, siteId, siteName, launch })
  return enter(deps, bake, 'imaging', { imageId })
}

async function image(deps: BakeDeps, label: string, bake: Bake): Promise<BakeProgress> {
  const { instances, clock } = deps
  const { imageId = '', machineId, since } = bake
  const state = (await instances.describeImage(imageId))?.state
  const isMissing = state === undefined && since + LISTING_LAG_MS <= clock.now()
  if (state === 'failed' || isMissing) return fail(deps, bake, 'image-failed')
  if (state !== 'available') return underWay(bake)
  await instances.offerImage(imageId, label)
  if (machineId !== undefined) await instances.terminate(machineId)
  return { state: 'done', imageId }
}

function isGone({ clock }: BakeDeps, { since }: Bake, state: string | undefined): boolean {
  return state === 'terminating' || (state === undefined && since + LISTING_LAG_MS <= clock.now())
}

function underWay(bake: Bake): BakeProgress {
  return { state: 'under-way', bake }
}

function enter({ clock }: BakeDeps, bake: Bake, stage: BakeStage, changes: Partial<Bake>): BakeProgress {
  return underWay({ ...bake, ...changes, stage, since: clock.now() })
}

/** Leaves nothing behind. */
async function fail(
  { instances }: BakeDeps,
  { machineId, imageId, stage }: Bake,
  reason: BakeFailure,
  log?: string,
): Promise<BakeProgress> {
  if (imageId !== undefined) await instances.removeImage(imageId)
  if (machineId !== undefined) await instances.terminate(machineId)
  return { state: 'failed', reason, stage, ...(log !== undefined && { log }) }
}

export interface Patience {
  clock: Clock
  wait(ms: number): Promise<unknown>
  /** Until when to go on looking. */
  until: Instant
  everyMs: number
}

/** Looks again and again: until the bake ends, or another stage begins with `untilNextStage`, or its time is up. */
export async function followBake(
  look: LookAtBake,
  label: string,
  who: Parameters<LookAtBake>[1],
  { clock, wait, until, everyMs, untilNextStage = false }: Patience & { untilNextStage?: boolean },
): Promise<BakeProgress> {
  const { holder } = who
  let { bake } = who
  for (;;) {
    const progress = await look(label, { holder, bake })
    if (progress.state !== 'under-way' || clock.now() + everyMs > until) return progress
    if (untilNextStage && progress.bake.stage !== bake?.stage) return progress
    bake = progress.bake
    await wait(everyMs)
  }
}
