import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { operationNames } from '../../src/site/operations/all.ts'
import { takeNoArguments } from '../../tools/arguments.ts'
import { fuzzReports } from './reports.ts'
import type { FuzzFigures } from './slack/fuzz.ts'

/**
 * `npm run test:fuzz`: FUZZ_PAYLOADS requests (50,000) to the Slack app, and a fifth as many reports of machines; FUZZ_SEED (1) makes other ones. Always two
 * processes, whatever the cores, so that the same seed makes the same requests everywhere.
 */
takeNoArguments('FUZZ_SEED=2 FUZZ_PAYLOADS=1000 npm run test:fuzz')
const PAYLOADS = Number(process.env['FUZZ_PAYLOADS'] ?? 50_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const PROCESSES = 2
const REPORTS = Math.ceil(PAYLOADS / 5)
/** So many requests have everything done that may be done, in each house. */
const ENOUGH = 50_000
/** Where the house is full, nothing can come to life. */
const toBeGranted = ['create', 'logs', ...operationNames].flatMap((action) => [
  `open: ${action}`,
  `strict: ${action}`,
  ...(action === 'create' || action === 'restore' ? [] : [`full: ${action}`]),
])

async function main(): Promise<void> {
  const start = performance.now()
  const parts = Array.from({ length: PROCESSES }, (_, index) => runPart(SEED * PROCESSES + index))
  const figures = (await Promise.all(parts)).reduce(added)
  const untried = PAYLOADS < ENOUGH ? [] : toBeGranted.filter((what) => figures.granted[what] === undefined)
  if (untried.length > 0)
    throw new Error(`Nobody ever had this done, so no promise was tried by it: ${untried.join(', ')}`)
  const recorded = await fuzzReports({ seed: SEED, reports: REPORTS })
  console.log(`${REPORTS} reports of machines, ${recorded} of them recorded and shown`)
  console.log(`${figures.payloads} payloads, seed ${SEED}: no promise was broken`)
  console.log(`  answers: ${listed(figures.answers)}`)
  console.log(`  ${figures.strangers} not signed by Slack; ${figures.changes} changed a record, each by who may`)
  console.log(`  granted: ${listed(figures.granted)}`)
  console.log(`  faults reported, each under a reference: ${listed(figures.faults) || 'none'}`)
  console.log(
    `  slowest answer ${figures.slowestMs.toFixed(0)} ms; ${((performance.now() - start) / 1000).toFixed(0)} s in all`,
  )
}

async function runPart(seed: number): Promise<FuzzFigures> {
  const part = fork(fileURLToPath(new URL('part.ts', import.meta.url)), [
    String(seed),
    String(Math.ceil(PAYLOADS / PROCESSES)),
  ])
  let figures: FuzzFigures | undefined
  part.on('message', (message: FuzzFigures) => {
    figures = message
  })
  await once(part, 'exit')
  if (part.exitCode !== 0 || figures === undefined) throw new Error(`The part with seed ${seed} has failed: see above`)
  return figures
}

function added(a: FuzzFigures, b: FuzzFigures): FuzzFigures {
  return {
    payloads: a.payloads + b.payloads,
    answers: addedUp(a.answers, b.answers),
    changes: a.changes + b.changes,
    strangers: a.strangers + b.strangers,
    faults: addedUp(a.faults, b.faults),
    granted: addedUp(a.granted, b.granted),
    slowestMs: Math.max(a.slowestMs, b.slowestMs),
  }
}

function addedUp(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sums = { ...a }
  for (const [key, count] of Object.entries(b)) sums[key] = (sums[key] ?? 0) + count
  return sums
}

function listed(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} × ${what}`)
    .join(', ')
}

await main()
