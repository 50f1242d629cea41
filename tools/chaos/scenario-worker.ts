import fc from 'fast-check'
import { liveThrough } from '../../test/support/chaos/live.ts'
import { aScenario, type Scenario } from '../../test/support/chaos/scenario.ts'
import { createTally } from '../../test/support/chaos/tally.ts'
import { type Failure, type Lived, workSchema } from './messages.ts'

/**
 * One process of `npm run test:chaos`: tells stories until its lives are lived, or one of them broke a promise. Its work comes as JSON in
 * CHAOS_WORK.
 */
const STORIES_A_BATCH = 50

const work = workSchema.parse(JSON.parse(process.env['CHAOS_WORK'] ?? ''))
const tally = createTally()

let isStopped = false
process.on('message', () => {
  isStopped = true
})

let failure: Failure | undefined
// Each batch has a seed of its own, so that a story that failed is found again without those before it.
for (let seed = work.seed; failure === undefined && !isDone(); seed += work.seedStep) failure = await tellBatch(seed)
const lived: Lived = { counts: tally.counts(), ...(failure !== undefined && { failure }) }
process.send?.(lived)
process.disconnect()

function isDone(): boolean {
  const lives = tally.counts()['lives'] ?? 0
  return isStopped || lives >= (work.story === undefined ? work.lives : 1)
}

async function tellBatch(seed: number): Promise<Failure | undefined> {
  const told = fc.asyncProperty(aScenario, (story: Scenario) =>
    liveThrough(story, tally, { isChecked: work.isChecked }),
  )
  const again = work.story === undefined ? {} : { path: work.story, endOnFailure: true }
  const details = await fc.check(told, { numRuns: STORIES_A_BATCH, seed, ...again })
  if (!details.failed) return undefined
  const { counterexample, counterexamplePath, errorInstance } = details
  const [story] = counterexample ?? []
  const why = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance)
  return { seed, path: counterexamplePath ?? '', story: JSON.stringify(story, undefined, 1), why }
}
