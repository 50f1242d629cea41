import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type Engine, failureOf, mustRun } from '../../src/local/containers/engine.ts'
import type { Ran } from '../../src/local/run-command.ts'
import { eventually } from './eventually.ts'

const deploySchema = z.object({
  commit: z.string(),
  subject: z.string(),
  author: z.string(),
  at: z.number(),
  stack: z.strictObject({ label: z.string(), file: z.string() }).optional(),
  page: z.strictObject({ status: z.number(), problem: z.string().optional(), hint: z.string().optional() }).optional(),
})
const deploys = z.array(
  z.object({
    result: z.string(),
    deployedAt: z.number(),
    deploy: deploySchema.nullable(),
    variables: z.array(z.string()).optional(),
    log: z.string(),
  }),
)
const processes = z.array(
  z.object({
    name: z.string(),
    state: z.string(),
    restarts: z.number().int(),
    crashing: z.boolean(),
    memory: z.literal(true).optional(),
    log: z.string(),
  }),
)
/** What `status` prints, and a machine reports. */
export const reportSchema = z.object({
  ok: z.literal(true),
  deploys,
  processes,
  deploying: z.strictObject({ stage: z.string(), usualMs: z.number().int().optional() }).optional(),
  guesses: z.strictObject({ count: z.number().int(), at: z.number().int() }).optional(),
  usedAt: z.number().int().optional(),
})
export type StatusReport = z.infer<typeof reportSchema>
const resultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    changed: z.array(z.string()).optional(),
    deploy: deploySchema.optional(),
    withoutAccount: z.array(z.string()).optional(),
    session: z.string().optional(),
    seconds: z.record(z.string(), z.number()).optional(),
    deploys: deploys.optional(),
    processes: processes.optional(),
    usedAt: z.number().int().optional(),
  }),
  z.object({
    ok: z.literal(false),
    reason: z.string(),
    message: z.string(),
    permanent: z.boolean(),
    variables: z.array(z.string()).optional(),
    log: z.string(),
  }),
])
export type JobResult = z.infer<typeof resultSchema>

export interface TestMachine {
  readonly name: string
  readonly httpPort: number
  readonly sshPort: number
  /** `http://localhost:PORT`, where its web server is reached. */
  readonly url: string
  exec(words: string[], stdin?: string): Promise<Ran>
  /** What a command printed that must succeed. */
  sh(script: string): Promise<string>
  /** One of the entry points in `instance/bin`; `all` is every byte of output. */
  job(entry: string, document?: object): Promise<{ code: number | undefined; result: JobResult; all: string }>
  restart(): Promise<void>
  /** Makes an image of its disk, and goes on as a new machine of that; nothing else is left of the old one. */
  archiveAndRestore(): Promise<void>
  remove(): Promise<void>
}

const INSTANCE = fileURLToPath(new URL('../../instance/.', import.meta.url))
/** An image made of a container loses it. */
const STOP_SIGNAL = ['--stop-signal', 'SIGRTMIN+3']
const LIMITS = ['--memory', '512m', '--pids-limit', '512']
const PORTS = ['-p', '127.0.0.1::80', '-p', '127.0.0.1::22']
let started = 0

/**
 * A machine with systemd, up, with our scripts on it.
 * @param options for `podman run`
 */
export async function startMachine(engine: Engine, image: string, options: string[] = []): Promise<TestMachine> {
  const archives: string[] = []
  const launch = async (from: string) => {
    const name = `machine-${process.pid}-${++started}`
    const words = ['run', '-d', '--name', name, ...PORTS, ...LIMITS, ...STOP_SIGNAL, ...options, from]
    const ran = await engine(words)
    // podman gives a port back between its choice and its use, and a connection of these tests may take it.
    if (ran.stderr.includes('address already in use')) {
      await engine(['rm', '--force', name])
      await mustRun(engine, words)
    } else if (ran.code !== 0) throw new Error(failureOf(words, ran))
    await eventually(() => isUp(engine, name), `${name} is up`)
    return { name, ...(await portsOf(engine, name)) }
  }
  let container = await launch(image)
  await mustRun(engine, ['cp', INSTANCE, `${container.name}:/opt/pokopoko`])
  const exec = (words: string[], stdin?: string) =>
    engine(['exec', '-i', container.name, ...words], { stdin: stdin ?? '' })
  return {
    get name() {
      return container.name
    },
    get httpPort() {
      return container.httpPort
    },
    get sshPort() {
      return container.sshPort
    },
    get url() {
      return `http://localhost:${container.httpPort}`
    },
    exec,
    sh: (script) => mustRun(engine, ['exec', '-i', container.name, 'bash', '-c', script]),
    job: async (entry, document) => {
      const words = [`/opt/pokopoko/bin/${entry}`, ...(document === undefined ? [] : ['-'])]
      const { code, stdout, stderr } = await exec(words, document && JSON.stringify(document))
      const last = stdout.trimEnd().split('\n').at(-1) ?? ''
      assert.ok(last.startsWith('{'), `no result, but exit status ${code}: ${stdout}${stderr}`)
      return { code, result: resultSchema.parse(JSON.parse(last)), all: stdout + stderr }
    },
    restart: async () => {
      await mustRun(engine, ['restart', '-t', '5', container.name])
      await eventually(() => isUp(engine, container.name), `${container.name} is up again`)
    },
    archiveAndRestore: async () => {
      const { name } = container
      const archive = `localhost/archive-of-${name}`
      // It's the size of the image that takes long.
      await mustRun(engine, ['exec', name, 'apt-get', 'clean'])
      await mustRun(engine, ['stop', '-t', '20', name])
      await mustRun(engine, ['commit', '-q', name, archive])
      archives.unshift(archive)
      const [restored] = await Promise.all([launch(archive), mustRun(engine, ['rm', '-f', name])])
      container = restored
    },
    remove: async () => {
      await engine(['rm', '-f', '-t', '0', container.name])
      for (const archive of archives) await engine(['rmi', archive])
    },
  }
}

async function isUp(engine: Engine, name: string): Promise<boolean> {
  return /^(running|degraded)/.test((await engine(['exec', '-i', name, 'systemctl', 'is-system-running'])).stdout)
}

async function portsOf(engine: Engine, name: string) {
  const ports = await mustRun(engine, ['port', name])
  const portOf = (inside: number) => Number(new RegExp(`^${inside}/tcp -> 127.0.0.1:(\\d+)`, 'm').exec(ports)?.[1])
  return { httpPort: portOf(80), sshPort: portOf(22) }
}
