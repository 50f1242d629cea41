import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { perform, unlessKilled } from './send-request.ts'
import type { LastingProcess } from './lasting-process.ts'

const listSchema = z.object({
  sites: z.array(
    z.object({
      name: z.string(),
      phase: z.string(),
      deploy: z.object({ commit: z.string() }).optional(),
      failure: z.unknown().optional(),
    }),
  ),
})

const sweepSchema = z.object({ suspects: z.array(z.string()), removed: z.array(z.string()) })

const AT_REST = ['ready', 'asleep', 'archived']
/** What a killed process had claimed is taken up when the claim is this old, by the clock that can be skipped. */
const CLAIM_MS = 3 * MINUTE_MS + 1000
/** Ten minutes: containers take their time. */
const LOOKS = 6000
const LOOK_EVERY_MS = 100
/** Two are enough, unless one takes longer than it is waited for. */
const SWEEPS = 40
const SWEEP_MS = 500

interface Rest {
  phases?: readonly string[]
  /** By site's name, the commit that it serves where it is ready. */
  heads?: ReadonlyMap<string, string>
}

/** Until every site is where it should be, and everybody was told. */
export async function waitUntilStable(lasting: LastingProcess, rest: Rest): Promise<void> {
  await untilAtRest(lasting, rest)
  // Cards, claims and images that nobody needs any more come after that.
  for (let turn = 0; turn < 2; turn++) await skip(lasting, CLAIM_MS)
  await untilAtRest(lasting, rest)
}

async function untilAtRest(lasting: LastingProcess, { phases = AT_REST, heads }: Rest): Promise<void> {
  for (let look = 1; look <= LOOKS; look++) {
    const sites = await listSites(lasting)
    // What a container could not report, since nobody was there, it reports seconds later: `instance/bin/reporter`.
    const restless = sites.filter(
      ({ name, phase, deploy }) =>
        !phases.includes(phase) || (heads && phase === 'ready' && deploy?.commit !== heads.get(name)),
    )
    if (restless.length === 0) return
    if (look === LOOKS)
      assert.fail(`They never come to rest (${phases.join(', ')}): ${JSON.stringify(restless, undefined, 1)}`)
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
