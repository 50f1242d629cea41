import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { perform, unlessKilled } from './ask.ts'
import type { LastingProcess } from './lasting-process.ts'

const listSchema = z.object({
  sites: z.array(z.object({ name: z.string(), phase: z.string(), failure: z.unknown().optional() })),
})

const sweepSchema = z.object({ suspects: z.array(z.string()), removed: z.array(z.string()) })

const AT_REST = ['ready', 'asleep', 'archived']
/** What a killed process had claimed is taken up when the claim is this old, by the clock that can be skipped. */
const CLAIM_MS = 3 * MINUTE_MS + 1000
/** Two minutes: containers take their time. */
const LOOKS = 1200
const LOOK_EVERY_MS = 100
/** Two are enough, unless one takes longer than it is waited for. */
const SWEEPS = 6
const SWEEP_MS = 500

/** Until every site is where it should be, in one of these phases, and everybody was told. */
export async function settle(lasting: LastingProcess, phases = AT_REST): Promise<void> {
  await untilAtRest(lasting, phases)
  // Cards, claims and images that nobody needs any more come after that.
  for (let turn = 0; turn < 2; turn++) await skip(lasting, CLAIM_MS)
  await untilAtRest(lasting, phases)
}

async function untilAtRest(lasting: LastingProcess, phases: string[]): Promise<void> {
  for (let look = 1; look <= LOOKS; look++) {
    const sites = await listSites(lasting)
    if (sites.every(({ phase }) => phases.includes(phase))) return
    if (look === LOOKS) assert.fail(`They never come to rest: ${JSON.stringify(sites, undefined, 1)}`)
    if (look % 10 === 0) await skip(lasting, CLAIM_MS)
    else await pause(LOOK_EVERY_MS)
  }
}

/**
 * Until two sweeps an hour apart have removed what belongs to nobody, as far as it is asked for by its key; each start of the process makes
 * one. False: there was nothing.
 */
export async function untilSwept(lasting: LastingProcess, isAskedFor: (key: string) => boolean): Promise<boolean> {
  for (let turn = 1; ; turn++) {
    if ((await leftOver(lasting)).filter(isAskedFor).length === 0) return turn > 1
    assert.ok(turn < SWEEPS, 'the sweep has removed nothing')
    await lasting.kill(0)
    await pause(SWEEP_MS)
    await skip(lasting, HOUR_MS)
  }
}

async function leftOver({ dataDirectory }: LastingProcess): Promise<string[]> {
  const output = await perform(dataDirectory, { command: 'sweep' }, 'nobody')
  const { suspects, removed } = sweepSchema.parse(JSON.parse(output?.stdout ?? ''))
  return [...suspects, ...removed]
}

/** Puts the clock forward; false when the process was killed on the way. */
export async function skip(lasting: LastingProcess, ms: number): Promise<boolean> {
  const main = await lasting.up()
  return (await unlessKilled(() => main.do('skip', { ms }))) !== undefined
}

export async function listSites(lasting: LastingProcess) {
  const lives = await Promise.all(
    ['live', 'archived'].map(async (of) => {
      await lasting.up()
      const output = await perform(lasting.dataDirectory, { command: 'list', by: 'life', of }, 'nobody')
      return output === undefined ? undefined : listSchema.parse(JSON.parse(output.stdout)).sites
    }),
  )
  return lives.flatMap((sites) => sites ?? [{ name: '', phase: 'not known' }])
}
