import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Failure, ToParent, Work } from './messages.ts'

export interface Lived {
  counts: Record<string, number>
  failure?: Failure
}

/** Lives so many lives in stories, on all cores. Ends early when a promise was broken. */
export async function liveLives({
  lives,
  seed,
  story,
}: {
  lives: number
  seed: number
  story?: string
}): Promise<Lived> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-chaos-'))
  try {
    const program = await compile(directory)
    const workers = story === undefined ? Math.min(2, availableParallelism()) : 1
    const work = { lives: Math.ceil(lives / workers), seedStep: workers, isChecked: story !== undefined }
    const ends = Array.from({ length: workers }, (_, index) =>
      startWorker(program, { ...work, seed: seed + index, ...(story !== undefined && { story }) }),
    )
    return sum(await Promise.all(ends))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** One file of plain JavaScript: what would be compiled by tsx at each start, and through its hooks, is compiled once. */
async function compile(directory: string): Promise<string> {
  const outfile = join(directory, 'tell-stories.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'tell-stories.ts')],
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

function startWorker(program: string, work: Work): Promise<Lived> {
  return new Promise((resolve, reject) => {
    const child = fork(program, {
      execArgv: ['--enable-source-maps'],
      env: { ...process.env, CHAOS_WORK: JSON.stringify(work) },
    })
    let lived: Lived | undefined
    child.on('message', (message: ToParent) => {
      if (message.kind === 'done') lived = message
    })
    child.once('exit', (code) => {
      if (lived === undefined) reject(new Error(`A process that told stories ended with ${code}`))
      else resolve(lived)
    })
  })
}

function sum(all: Lived[]): Lived {
  const counts: Record<string, number> = {}
  for (const lived of all) {
    for (const [what, times] of Object.entries(lived.counts)) counts[what] = (counts[what] ?? 0) + times
  }
  const failure = all.map((lived) => lived.failure).find((one) => one !== undefined)
  return { counts, ...(failure !== undefined && { failure }) }
}
