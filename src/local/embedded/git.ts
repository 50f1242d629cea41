import { spawn } from 'node:child_process'
import { MINUTE_MS } from '../../site/time.ts'

export interface GitResult {
  /** Exit code; undefined when it was ended by a signal: the time limit, or the machine being stopped. */
  code: number | undefined
  stdout: string
  stderr: string
}

export interface GitOptions {
  signal: AbortSignal
  env?: Record<string, string>
}

/** Runs git and waits for it. Rejects only when git cannot be started at all. */
export type Git = (args: readonly string[], options: GitOptions) => Promise<GitResult>

export interface GitSettings {
  /** The program, found by PATH when it is a bare name. */
  command?: string
  /** After this long a command is ended. */
  timeoutMs?: number
}

/** Output beyond this many characters is cut: the beginning of stdout and the end of stderr are kept. */
const MAX_OUTPUT = 1_000_000

/**
 * git as it must be for repositories of strangers: no configuration but this, no hooks, no prompts, and only the
 * transports named here (git-config(1), protocol.allow; git(1), GIT_ALLOW_PROTOCOL).
 */
export function createGit({ command = 'git', timeoutMs = 2 * MINUTE_MS }: GitSettings = {}): Git {
  const settings = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'credential.helper=', 'gc.autoDetach=false']
  const always = settings.flatMap((setting) => ['-c', setting])
  return (args, { signal, env }) =>
    new Promise((resolve, reject) => {
      // A group of its own, so that the transport that git starts ends with it.
      const child = spawn(command, [...always, ...args], {
        detached: true,
        env: { ...safeEnvironment(), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const either = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const end = () => endGroup(child.pid)
      if (either.aborted) end()
      else either.addEventListener('abort', end, { once: true })
      let stdout = ''
      let stderr = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout = (stdout + text).slice(0, MAX_OUTPUT)
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-MAX_OUTPUT)
      })
      child.on('error', reject)
      child.on('close', (code) => {
        either.removeEventListener('abort', end)
        resolve({ code: code ?? undefined, stdout, stderr })
      })
    })
}

function safeEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    GIT_ALLOW_PROTOCOL: 'http:https:file',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGTERM')
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
