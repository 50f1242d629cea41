import { spawn, type ChildProcess } from 'node:child_process'
import { Readable, Writable } from 'node:stream'

/** A running git, with its streams. */
export interface GitProcess {
  stdin: Writable
  stdout: Readable
  /** All that hooks write to file descriptor 3. */
  fromHooks: Promise<string>
  /** Resolves when it has ended and its output is read; `code` is undefined after a signal. Rejects when it can't start. */
  ended: Promise<{ code: number | undefined; stderr: string }>
  /** Ends it and its child processes. */
  kill(): void
}

export interface Git {
  /** Runs a command on the repository in that directory, and resolves with its output. Rejects unless it exits with 0. */
  run(repository: string, args: readonly string[], input?: string): Promise<string>
  start(repository: string, args: readonly string[], env?: Record<string, string>): GitProcess
  /** Ends all that is running. */
  stop(): void
}

const MAX_STDERR = 4000

/** git without its user's configuration, hooks and prompts. */
const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
}

/**
 * The git program, without its user's configuration and hooks. Rejects with a line for people when it isn't installed.
 * @param command found by PATH when it is a bare name
 */
export async function findGit(command = 'git'): Promise<Git> {
  const git = createGit(command)
  try {
    await git.run('.', ['--version'])
  } catch (cause) {
    throw new Error('git is not installed or cannot be started; install it (https://git-scm.com/downloads)', { cause })
  }
  return git
}

function createGit(command: string): Git {
  const running = new Set<GitProcess>()
  const start: Git['start'] = (repository, args, env = {}) => {
    // A group of its own: receive-pack starts index-pack and hooks, which end with it.
    const child = spawn(command, ['--git-dir', repository, ...args], {
      detached: true,
      env: { ...ENVIRONMENT, ...env },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    })
    const process = endsOf(child)
    running.add(process)
    child.on('close', () => running.delete(process))
    return process
  }
  return {
    start,
    run: async (repository, args, input) => {
      const { stdin, stdout, ended } = start(repository, args)
      // It may end before it has read everything; its exit code says whether that's fine.
      stdin.on('error', () => {})
      stdin.end(input)
      const [output, { code, stderr }] = await Promise.all([readAll(stdout), ended])
      if (code === 0) return output
      throw new Error(`git ${args[0] ?? ''} failed (${code ?? 'ended'}): ${stderr.trim()}`)
    },
    stop: () => {
      for (const process of running) process.kill()
    },
  }
}

function endsOf(child: ChildProcess): GitProcess {
  const [stdin, stdout, stderr, hooks] = child.stdio
  if (!(stdin instanceof Writable && stdout instanceof Readable)) throw new TypeError('git was started without pipes')
  if (!(stderr instanceof Readable && hooks instanceof Readable)) throw new TypeError('git was started without pipes')
  let complaint = ''
  stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-MAX_STDERR)
  })
  return {
    stdin,
    stdout,
    fromHooks: readAll(hooks),
    ended: new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve({ code: code ?? undefined, stderr: complaint }))
    }),
    kill: () => endGroup(child.pid),
  }
}

async function readAll(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text += String(chunk)
  return text
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
