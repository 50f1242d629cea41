import * as z from 'zod'
import {
  type BakeDeps,
  bakedImages,
  type BakeProgress,
  bakeSchema,
  createBaker,
  followBake,
} from '../control/images/bake.ts'
import { type Log, reportTo } from '../log.ts'
import { SECOND_MS } from '../site/time.ts'

/** From the command line: goes on for some seconds. Otherwise until the image is there, of the label in the settings. */
const eventSchema = z.union([
  z.object({ label: z.string(), holder: z.string(), bake: bakeSchema.optional() }),
  z.object({
    /** Only if there is none yet. */
    first: z.boolean().default(false),
  }),
])

/** What Lambda says of an invocation; the same id when it's tried again. */
export interface Invocation {
  awsRequestId: string
  getRemainingTimeInMillis(): number
}

export interface BakeHandlerDeps extends BakeDeps {
  label: string
  /** Saves which images people can choose from. */
  keepImages(): Promise<void>
  wait(ms: number): Promise<unknown>
  log: Log
}

/** The command line shows how far it is at least this often. */
const SLICE_MS = 20 * SECOND_MS
const LOOK_MS = 5 * SECOND_MS
/** For the last look, and the log. */
const RESERVE_MS = 60 * SECOND_MS

/**
 * An invocation that ends before its bake does fails, and so does one whose bake fails: Lambda tries it again, which goes on where it was,
 * and in the end keeps it as a dead letter.
 */
export function createBakeHandler(deps: BakeHandlerDeps) {
  const { instances, clock, wait, log } = deps
  const look = createBaker(deps)
  const report = reportTo(log)
  const kept = async (progress: BakeProgress) => {
    // The next sweep does it otherwise.
    if (progress.state === 'done') await deps.keepImages().catch(report)
    return progress
  }
  return async (event: unknown, { awsRequestId, getRemainingTimeInMillis }: Invocation): Promise<BakeProgress> => {
    const asked = eventSchema.parse(event)
    if ('label' in asked) {
      const { label, holder, bake } = asked
      const until = clock.now() + SLICE_MS
      const timing = { clock, wait, until, everyMs: LOOK_MS, untilNextStage: true }
      return kept(await followBake(look, label, { holder, bake }, timing))
    }
    const { label } = deps
    const [newest] = asked.first ? await bakedImages(instances, label) : []
    if (newest !== undefined) return { state: 'done', imageId: newest.id }
    const until = clock.now() + getRemainingTimeInMillis() - RESERVE_MS
    const timing = { clock, wait, until, everyMs: LOOK_MS }
    const progress = await kept(await followBake(look, label, { holder: awsRequestId }, timing))
    const { outcome, message } = outcomeOf(label, progress)
    log({ level: outcome === 'failed' ? 'error' : 'info', message, operation: 'bake-image', outcome, ...progress })
    if (outcome !== 'succeeded') throw new Error(message)
    return progress
  }
}

function outcomeOf(label: string, progress: BakeProgress) {
  switch (progress.state) {
    case 'done':
      return { outcome: 'succeeded', message: `The image ${label} was baked` } as const
    case 'busy':
      return { outcome: 'retrying', message: `Somebody else bakes the image ${label}` } as const
    case 'under-way':
      return { outcome: 'retrying', message: `The image ${label} takes longer` } as const
    case 'failed': {
      const command = `npx pokopoko image bake '${label}'`
      return {
        outcome: 'failed',
        message: `The image ${label} couldn't be baked (${progress.reason}): ${command}`,
      } as const
    }
  }
}
