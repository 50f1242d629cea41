import { MINUTE_MS } from '../../site/time.ts'
import { gitEnvironment, type Ran, runCommand } from '../run-command.ts'

interface GitOptions {
  signal: AbortSignal
  env?: Record<string, string>
}

/** Runs git and waits for it. Rejects only when git can't be started at all. */
export type Git = (args: readonly string[], options: GitOptions) => Promise<Ran>

export interface GitSettings {
  /** The program, found by PATH when it is a bare name. */
  command?: string
  /** After this long a command is ended. */
  timeoutMs?: number
}

/**
 * git as it must be for repositories of strangers: no configuration but this, no hooks, no prompts, and only the
 * transports named here (git-config(1), protocol.allow; git(1), GIT_ALLOW_PROTOCOL).
 */
export function createGit({ command = 'git', timeoutMs = 2 * MINUTE_MS }: GitSettings = {}): Git {
  const settings = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'credential.helper=', 'gc.autoDetach=false']
  const always = settings.flatMap((setting) => ['-c', setting])
  return (args, { signal, env }) =>
    runCommand([command, ...always, ...args], {
      env: { ...gitEnvironment, GIT_ALLOW_PROTOCOL: 'http:https:file', ...env },
      signal,
      timeoutMs,
      // The transport that git starts ends with it.
      group: true,
    })
}
