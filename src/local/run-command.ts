import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { codeOf } from '../site/errors.ts'

export interface Ran {
  /** undefined when it was ended: by the time limit, or the signal. */
  code: number | undefined
  stdout: string
  stderr: string
}

export interface RunOptions {
  stdin?: string | Buffer | Readable | undefined
  /** Instead of this process's environment. */
  env?: Record<string, string> | undefined
  /** Working directory; without it, that of this process. */
  cwd?: string
  timeoutMs?: number
  signal?: AbortSignal | undefined
  /** Gets lines of both outputs as they come. */
  onLine?(line: string): void
  /** Runs in a process group of its own, which ends with it; a terminal's Ctrl-C doesn't reach it. */
  group?: boolean
}

/** Of each output the end is kept, up to this many characters. */
const MAX_OUTPUT = 4_000_000

/** Runs a program, without a shell, and waits for it. Rejects only when it can't be started. */
export function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  { stdin, env, cwd, timeoutMs, signal, onLine, group = false }: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      detached: group,
      env,
      cwd,
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)]
    const ended = AbortSignal.any(limits.filter((limit) => limit !== undefined))
    const end = () => (group ? endGroup(child.pid) : child.kill())
    if (ended.aborted) end()
    else ended.addEventListener('abort', end, { once: true })
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
      // It may end before it has read everything; its exit code says whether that's fine.
      child.stdin.on('error', () => {})
      if (typeof stdin === 'string' || Buffer.isBuffer(stdin)) child.stdin.end(stdin)
      else stdin.pipe(child.stdin)
    }
    child.on('error', reject)
    child.on('close', (code) => {
      ended.removeEventListener('abort', end)
      resolve({ code: code ?? undefined, ...ran })
    })
  })
}

export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGTERM')
  } catch (error) {
    // It has ended by itself.
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** git without its user's configuration, hooks and prompts. */
export const gitEnvironment = {
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
}
