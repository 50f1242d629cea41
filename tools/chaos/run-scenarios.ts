import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Lived, Work } from './messages.ts'

/** Lives so many lives in stories, on all cores. Ends early when a promise was broken. */
export async function runScenarios({
  lives,
  seed,
  story,
}: {
  lives: number
  seed: number
  story?: string
}): Promise<Lived> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-chaos-'))
  const tellers: ReturnType<typeof startWorker>[] = []
  try {
    const program = await compile(directory)
    const workers = story === undefined ? Math.min(2, availableParallelism()) : 1
    const work = { lives: Math.ceil(lives / workers), seedStep: workers, isChecked: story !== undefined }
    for (let index = 0; index < workers; index++)
      tellers.push(startWorker(program, { ...work, seed: seed + index, ...(story !== undefined && { story }) }))
    // One broken promise is enough: what the others have lived until then is told too. Who has just ended need not hear of it.
    const stopAll = () => tellers.forEach(({ child }) => child.connected && child.send('stop', () => {}))
    for (const { lived } of tellers) void lived.then(({ failure }) => failure !== undefined && stopAll())
    return sum(await Promise.all(tellers.map(({ lived }) => lived)))
  } finally {
    // Time limits of what was killed in a story would keep it for minutes.
    for (const { child } of tellers) child.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

/** One file of plain JavaScript: what would be compiled by tsx at each start, and through its hooks, is compiled once. */
async function compile(directory: string): Promise<string> {
  const outfile = join(directory, 'scenario-worker.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'scenario-worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  return outfile
}

/** There is a process on each core, none of which is left for collecting garbage; and errors, of which each life has some, are told by their message. */
const QUICK = ['--max-semi-space-size=64', '--single-threaded-gc', '--stack-trace-limit=0']
/** A story that is told alone is looked into. */
const THOROUGH = ['--enable-source-maps']

function startWorker(program: string, work: Work): { child: ChildProcess; lived: Promise<Lived> } {
  const env = { ...process.env, CHAOS_WORK: JSON.stringify(work) }
  const child = fork(program, { execArgv: work.story === undefined ? QUICK : THOROUGH, env })
  const lived = new Promise<Lived>((resolve, reject) => {
    child.on('message', (message: Lived) => resolve(message))
    child.once('exit', (code) => reject(new Error(`A process that told stories ended with ${code}`)))
  })
  return { child, lived }
}

function sum(all: Lived[]): Lived {
  const counts: Record<string, number> = {}
  for (const lived of all) {
    for (const [what, times] of Object.entries(lived.counts)) counts[what] = (counts[what] ?? 0) + times
  }
  const failure = all.map((lived) => lived.failure).find((one) => one !== undefined)
  return { counts, ...(failure !== undefined && { failure }) }
}
