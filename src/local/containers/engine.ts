import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { MINUTE_MS } from '../../site/time.ts'

export interface Ran {
  /** undefined when it was ended: the time limit, or the signal. */
  code: number | undefined
  stdout: string
  stderr: string
}

export interface RunOptions {
  stdin?: string | Buffer | Readable
  timeoutMs?: number
  signal?: AbortSignal
  /** Gets lines of both outputs as they come. */
  onLine?(line: string): void
}

/**
 * podman or docker by their common command line. The words are arguments, never a shell's. Rejects only when the
 * program cannot be started.
 */
export type Engine = (words: readonly string[], options?: RunOptions) => Promise<Ran>

/** Output beyond this many characters is cut: the end is kept. */
const MAX_OUTPUT = 1_000_000

/** @param command the program and words that always come first: `['podman', '--root', …]` */
export function createEngine([program, ...first]: readonly [string, ...string[]]): Engine {
  return (words, { stdin, timeoutMs = 2 * MINUTE_MS, signal, onLine } = {}) =>
    new Promise((resolve, reject) => {
      const limit = AbortSignal.timeout(timeoutMs)
      const child = spawn(program, [...first, ...words], {
        stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      })
      const ran = { stdout: '', stderr: '' }
      for (const name of ['stdout', 'stderr'] as const) {
        let line = ''
        child[name]?.setEncoding('utf8').on('data', (text: string) => {
          ran[name] = (ran[name] + text).slice(-MAX_OUTPUT)
          if (onLine === undefined) return
          const lines = (line + text).split('\n')
          line = lines.pop() ?? ''
          lines.forEach(onLine)
        })
      }
      if (child.stdin !== null && stdin !== undefined) {
        // It may end before it has read all; how it ended says what matters.
        child.stdin.on('error', () => {})
        if (typeof stdin === 'string' || Buffer.isBuffer(stdin)) child.stdin.end(stdin)
        else stdin.pipe(child.stdin)
      }
      child.on('error', (error) => {
        if (error.name !== 'AbortError') reject(error)
      })
      child.on('close', (code) => resolve({ code: code ?? undefined, ...ran }))
    })
}

/** What it printed; Error with the end of what it complained of. */
export async function mustRun(engine: Engine, words: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await engine(words, options)
  if (code === 0) return stdout
  throw new Error(`${words[0] ?? ''} failed: ${stderr.trim().slice(-500) || `exit code ${String(code)}`}`)
}
