import { appendFileSync } from 'node:fs'
import { faults } from '../test/support/faults.ts'
import { takeNoArguments } from './arguments.ts'
import { runScenarios } from './chaos/run-scenarios.ts'

/**
 * `npm run test:chaos`: LIVES lives of sites (100,000 when left out) on ports that fail in every way they can, on two cores. SEED, which
 * is printed, runs the same scenarios again; with STORY, which is printed when a promise was broken, that story alone.
 */
takeNoArguments('SEED=2 LIVES=1000 npm run test:chaos')
const { LIVES = '100000', SEED = String(Math.floor(Math.random() * 1e9)), STORY, TEST_COUNTS } = process.env

/** A run in which one of these never happened would have shown nothing. */
const MUST_HAPPEN = [
  ...faults.map((fault) => `fault: ${fault}`),
  ...['delivered', 'lost', 'doubled', 'reordered', 'delayed'].map((what) => `triggers ${what}`),
  ...['ready', 'asleep', 'archived'].map((phase) => `sites settled: ${phase}`),
  'acknowledged requests checked',
  'archives before terminations checked',
  'conflicts of requests',
  'deploys of what was not delivered',
  'digests',
  'lives ended',
  'launches from archives checked',
  'machines killed by hand',
  'orphans removed',
  'pushes delivered',
  'pushes not delivered',
  'requests refused',
  'sites told of in a digest',
  'sleeps for want of visitors',
  'terminations of what nobody wants',
  'visits',
  'visits of robots',
  'warnings before expiries checked',
  'warnings of several sites checked',
]

const byName = ([a]: [string, number], [b]: [string, number]) => a.localeCompare(b)

console.log(`SEED=${SEED} LIVES=${LIVES} npm run test:chaos`)
const startedAt = Date.now()
const { counts, failure } = await runScenarios({
  lives: Number(LIVES),
  seed: Number(SEED),
  ...(STORY !== undefined && { story: STORY }),
})
for (const [what, times] of Object.entries(counts).toSorted(byName))
  console.log(`${String(times).padStart(12)}  ${what}`)
console.log(`${((Date.now() - startedAt) / 1000).toFixed(0)} s`)

const missing = STORY === undefined ? MUST_HAPPEN.filter((what) => (counts[what] ?? 0) === 0) : []
if (failure !== undefined) {
  console.error(`A promise was broken: ${failure.why}\nThe shortest story in which it is: ${failure.story}`)
  console.error(`SEED=${failure.seed} STORY=${failure.path} npm run test:chaos`)
}
if (missing.length > 0) console.error(`It never came to: ${missing.join(', ')}`)
const failed = Number(failure !== undefined || missing.length > 0)
if (TEST_COUNTS !== undefined) appendFileSync(TEST_COUNTS, `${JSON.stringify({ passed: 1 - failed, failed })}\n`)
process.exitCode = failed
