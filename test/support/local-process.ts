import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const answerSchema = z.object({ notice: z.string().optional() })
const messageSchema = z.object({
  ts: z.string(),
  text: z.string(),
  blocks: z.unknown().optional(),
  threadTs: z.string().optional(),
  ephemeralFor: z.string().optional(),
})
const modalSchema = z.object({ id: z.string(), errors: z.record(z.string(), z.string()).optional() })
/** What the tests read of a screen. */
const screenSchema = z.object({ messages: z.array(messageSchema), modals: z.array(modalSchema) })
const updateSchema = z.object({ screen: screenSchema, clock: z.object({ nextEventAt: z.number().optional() }) })

export type SeenMessage = z.infer<typeof messageSchema>
type SeenScreen = z.infer<typeof screenSchema>

/** Those that a failed test left behind. */
const running = new Set<ChildProcess>()

/** For `afterEach`: ends what is still running, so that a failed test does not keep the others from ending. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL')
}

const START = fileURLToPath(new URL('../../bin/start.mjs', import.meta.url))

export interface LocalProcess {
  child: ChildProcess
  url: string
  sitesPort: number
  output(): string
  /** What the page asks for: `do('command', { as, … })`. */
  do(what: string, body: Record<string, unknown>): Promise<z.infer<typeof answerSchema>>
  /** What that person sees now. */
  screen(userId: string): Promise<SeenScreen>
  /** When something will happen by itself, if anything will. */
  nextAlarmAt(): Promise<number | undefined>
  /** Resolves with the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | string>
}

/** Runs `npm start`'s program with those flags; resolves once it exits. */
export async function runMain(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { child, output } = startChild(args, env)
  return { code: await closed(child), output: output() }
}

/** Starts it and kills it after so long, wherever it is by then. */
export async function startAndKill(dataDirectory: string, args: string[], afterMs: number): Promise<void> {
  const { child } = startChild(['--data-dir', dataDirectory, ...args], {})
  const exit = closed(child)
  setTimeout(() => child.kill('SIGKILL'), afterMs)
  await exit
}

/** Starts `npm start`'s program on free ports; resolves once it says that it is up. */
export async function startMain(
  dataDirectory: string,
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<LocalProcess> {
  const flags = ['--port', '0', '--sites-port', '0', '--data-dir', dataDirectory, ...args]
  const { child, output } = startChild(flags, env)
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (/Ctrl-C|"pokopoko is up"/.test(output())) resolve()
    })
    child.once('close', () => reject(new Error(`It did not start: ${output()}`)))
  })
  const url = /(?:Workspace +|"workspace":")([^\s"]+)/.exec(output())?.[1] ?? ''
  const sitesPort = Number(/(?:NAME\.localhost:|"sitesPort":)(\d+)/.exec(output())?.[1])
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
      return answerSchema.parse(await response.json())
    },
    screen: async (userId) => (await firstUpdate(`${url}/events?as=${userId}`)).screen,
    nextAlarmAt: async () => (await firstUpdate(`${url}/events?as=U0NADIA`)).clock.nextEventAt,
    end: async (signal) => {
      const exit = closed(child)
      child.kill(signal)
      return exit
    },
  }
}

/** The exit code, or the signal's name. */
function closed(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? ''))
  })
}

function startChild(args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [START, ...args], {
    // Where there's a browser, each would take seconds.
    env: { PATH: process.env['PATH'], PICTURES: 'false', ...machineSettings(), ...env },
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

async function firstUpdate(url: string): Promise<z.infer<typeof updateSchema>> {
  const response = await fetch(url)
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8')
    const data = /^data: (.*)\n\n/m.exec(text)?.[1]
    if (data !== undefined) return updateSchema.parse(JSON.parse(data))
  }
  throw new Error('The stream ended without a screen')
}

/** Embedded machines, unless a suite that has a container engine says otherwise. */
function machineSettings(): NodeJS.ProcessEnv {
  const names = ['MACHINES', 'MACHINE_BASE', 'CONTAINER_ENGINE', 'CONTAINERS_CONF']
  return {
    MACHINES: 'embedded',
    ...Object.fromEntries(names.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : []))),
  }
}
