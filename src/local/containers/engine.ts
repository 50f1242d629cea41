import { tmpdir } from 'node:os'
import { MINUTE_MS } from '../../site/time.ts'
import { type Ran, runCommand, type RunOptions } from '../run-command.ts'

/** podman or docker by their common command line. Rejects only when the program can't be started. */
export type Engine = (words: readonly string[], options?: RunOptions) => Promise<Ran>

export interface FoundEngine {
  engine: Engine
  /** `podman` or `docker`, or what was given. */
  name: string
}

/** How long an engine may take to answer, in milliseconds. */
const ANSWER_MS = 5000

/** @param command the program and words that always come first: `['podman', '--root', …]` */
export function createEngine(command: readonly [string, ...string[]]): Engine {
  // podman's conmon leaves a file `oom` in its working directory when memory runs out on a machine.
  const cwd = tmpdir()
  return (words, options) => runCommand([...command, ...words], { cwd, timeoutMs: 2 * MINUTE_MS, ...options })
}

/** What it printed; Error with the end of what it wrote to standard error. */
export async function mustRun(engine: Engine, words: readonly string[], options?: RunOptions): Promise<string> {
  const ran = await engine(words, options)
  if (ran.code === 0) return ran.stdout
  throw new Error(failureOf(words, ran))
}

export function failureOf([word = '']: readonly string[], { code, stderr }: Ran): string {
  return `${word} failed: ${stderr.trim().slice(-500) || `exit code ${String(code)}`}`
}

/**
 * The container engine of this computer, if one answers: podman, else docker.
 * @param given its command and first words, instead of looking for one
 */
export async function findEngine(given?: string): Promise<FoundEngine | undefined> {
  const candidates = given === undefined ? [['podman'], ['docker']] : [given.split(/\s+/).filter(Boolean)]
  for (const [name, ...words] of candidates) {
    if (name === undefined) continue
    const engine = createEngine([name, ...words])
    if (await answers(engine)) return { engine, name }
  }
  return undefined
}

/** Asks the service and not only the program: docker's client is often there without it. */
async function answers(engine: Engine): Promise<boolean> {
  try {
    return (await engine(['ps', '--quiet'], { timeoutMs: ANSWER_MS })).code === 0
  } catch {
    return false
  }
}
