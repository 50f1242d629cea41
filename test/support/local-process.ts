import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Screen } from '../../src/local/slack/workspace.ts'

/** Those that a failed test left behind. */
const running = new Set<ChildProcess>()

/** For `afterEach`: ends what is still running, so that a failed test does not keep the others from ending. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL')
}

const MAIN = fileURLToPath(new URL('../../src/local/main.ts', import.meta.url))

export interface LocalProcess {
  child: ChildProcess
  url: string
  sitesPort: number
  output(): string
  /** What the page asks for: `do('command', { as, … })`. */
  do(what: string, body: Record<string, unknown>): Promise<{ notice?: string }>
  /** What that person sees now. */
  screen(userId: string): Promise<Screen>
  /** Resolves with the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | string>
}

/** Runs `npm start`'s program with those flags; resolves once it exits. */
export async function runMain(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { child, output } = startChild(args, env)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output() }
}

/** Starts `npm start`'s program on free ports; resolves once it says that it is up. */
export async function startMain(dataDirectory: string, args: string[] = []): Promise<LocalProcess> {
  const flags = ['--port', '0', '--sites-port', '0', '--data-dir', dataDirectory, ...args]
  const { child, output } = startChild(flags, {})
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Ctrl-C')) resolve()
    })
    child.once('close', () => reject(new Error(`It did not start: ${output()}`)))
  })
  const url = /Workspace +(\S+)/.exec(output())?.[1] ?? ''
  const sitesPort = Number(/NAME\.localhost:(\d+)/.exec(output())?.[1])
  return {
    child,
    url,
    sitesPort,
    output,
    do: async (what, body) => {
      const response = await fetch(`${url}/do/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`)
      return (await response.json()) as { notice?: string }
    },
    screen: (userId) => firstScreen(`${url}/events?as=${userId}`),
    end: async (signal) => {
      const exit = once(child, 'close')
      child.kill(signal)
      const [code, killedBy] = (await exit) as [number | null, string | null]
      return code ?? killedBy ?? ''
    },
  }
}

function startChild(args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  let text = ''
  const take = (chunk: Buffer) => {
    text += chunk.toString('utf8')
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  return { child, output: () => text }
}

async function firstScreen(url: string): Promise<Screen> {
  const response = await fetch(url)
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8')
    const data = /^data: (.*)\n\n/m.exec(text)?.[1]
    if (data !== undefined) return (JSON.parse(data) as { screen: Screen }).screen
  }
  throw new Error('The stream ended without a screen')
}
