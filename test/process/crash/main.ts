import { appendFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { takeNoArguments } from '../../../tools/arguments.ts'
import { createTally } from '../../support/chaos/tally.ts'
import { keepBusy } from './keep-busy.ts'
import { liveWave } from './wave.ts'

/**
 * `npm run test:crash`, and on containers `npm run test:machine -- crash`: LIVES lives of sites (200 when left out) on `npm start`'s own program, which is killed by SIGKILL again and again;
 * many live at once in one process. SEED, which is printed, makes the same plan again: who asks for what, and how long after it comes a
 * kill. All cores are busy with other work besides. What the process was doing at that moment is another thing each time. WAVE, which is printed when something does not hold, is
 * one wave alone.
 */
takeNoArguments('SEED=2 LIVES=25 npm run test:crash')
const { LIVES = '200', SEED = String(Math.floor(Math.random() * 1e6)), WAVE, TEST_COUNTS } = process.env
const LIVES_A_WAVE = 25

const lives = Number(LIVES)
const count = Math.ceil(lives / LIVES_A_WAVE)
const waves = WAVE === undefined ? Array.from({ length: count }, (_, wave) => wave) : [Number(WAVE)]
const tally = createTally()
/** A run in which one of these never happened would have shown nothing. */
const MUST_HAPPEN = [
  'acknowledged requests found in the record',
  'kills',
  'lives',
  'pushes granted',
  'pushes whose delivery was lost',
  'requests unknown',
  'settled: ready',
  'settled: asleep',
  'settled: archived',
  'visits with the password',
]
const failures: string[] = []

console.log(`SEED=${SEED} LIVES=${LIVES} npm run test:crash`)
const startedAt = Date.now()
const next = waves.values()
const load = keepBusy()
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, liveWaves))
load.end()
for (const [what, times] of Object.entries(tally.counts())) console.log(`${String(times).padStart(12)}  ${what}`)
console.log(`${((Date.now() - startedAt) / 1000).toFixed(0)} s`)

const missing = (WAVE === undefined ? MUST_HAPPEN : []).filter((what) => (tally.counts()[what] ?? 0) === 0)
if (failures.length === 0 && missing.length > 0) failures.push(`It never came to: ${missing.join(', ')}`)
for (const failure of failures) console.error(failure)
const failed = Number(failures.length > 0)
if (TEST_COUNTS !== undefined) appendFileSync(TEST_COUNTS, `${JSON.stringify({ passed: 1 - failed, failed })}\n`)
process.exitCode = failed

/** Until all are lived, or something did not hold. */
async function liveWaves(): Promise<void> {
  for (const wave of next) {
    if (failures.length > 0) return
    const begunAt = Date.now()
    const size = Math.min(LIVES_A_WAVE, lives - wave * LIVES_A_WAVE)
    try {
      await liveWave({ seed: Number(SEED) + wave, lives: size, tally })
      console.log(`wave ${wave + 1} of ${count}: ${((Date.now() - begunAt) / 1000).toFixed(0)} s`)
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
      failures.push(`${why}\nSEED=${SEED} LIVES=${LIVES} WAVE=${wave} npm run test:crash`)
    }
  }
}
