import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type Engine, mustRun } from '../../src/local/containers/engine.ts'
import type { Ran } from '../../src/local/run-command.ts'
import { eventually } from './machine-fixture.ts'

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
    log: z.string(),
  }),
)
/** What `status` prints, and a machine reports. */
export const reportSchema = z.object({
  ok: z.literal(true),
  deploys,
  processes,
  deploying: z.strictObject({ stage: z.string(), usualMs: z.number().int().optional() }).optional(),
})
export type StatusReport = z.infer<typeof reportSchema>
const resultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    changed: z.array(z.string()).optional(),
    deploy: deploySchema.optional(),
    seconds: z.record(z.string(), z.number()).optional(),
    deploys: deploys.optional(),
    processes: processes.optional(),
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
  name: string
  httpPort: number
  sshPort: number
  /** `http://localhost:PORT`, where its web server is reached. */
  url: string
  exec(words: string[], stdin?: string): Promise<Ran>
  /** What a command printed that must succeed. */
  sh(script: string): Promise<string>
  /** One of the entry points in `instance/bin`; `all` is every byte of output. */
  job(entry: string, document?: object): Promise<{ code: number | undefined; result: JobResult; all: string }>
  restart(): Promise<void>
  remove(): Promise<void>
}

const INSTANCE = fileURLToPath(new URL('../../instance/.', import.meta.url))
let started = 0

/**
 * A machine with systemd, up, with our scripts on it.
 * @param options for `podman run`
 */
export async function startMachine(engine: Engine, image: string, options: string[] = []): Promise<TestMachine> {
  const name = `machine-${++started}`
  const limits = ['--memory', '512m', '--pids-limit', '512']
  const publish = ['-p', '127.0.0.1::80', '-p', '127.0.0.1::22']
  await mustRun(engine, ['run', '-d', '--name', name, ...publish, ...limits, ...options, image])
  const exec = (words: string[], stdin?: string) => engine(['exec', '-i', name, ...words], { stdin: stdin ?? '' })
  const isUp = async () => /^(running|degraded)/.test((await exec(['systemctl', 'is-system-running'])).stdout)
  await eventually(isUp, `${name} is up`)
  await mustRun(engine, ['cp', INSTANCE, `${name}:/opt/pokopoko`])
  const ports = await mustRun(engine, ['port', name])
  const portOf = (inside: number) => Number(new RegExp(`^${inside}/tcp -> 127.0.0.1:(\\d+)`, 'm').exec(ports)?.[1])
  return {
    name,
    httpPort: portOf(80),
    sshPort: portOf(22),
    url: `http://localhost:${portOf(80)}`,
    exec,
    sh: (script) => mustRun(engine, ['exec', '-i', name, 'bash', '-c', script]),
    job: async (entry, document) => {
      const words = [`/opt/pokopoko/bin/${entry}`, ...(document === undefined ? [] : ['-'])]
      const { code, stdout, stderr } = await exec(words, document && JSON.stringify(document))
      const last = stdout.trimEnd().split('\n').at(-1) ?? ''
      assert.ok(last.startsWith('{'), `no result: ${stdout}${stderr}`)
      return { code, result: resultSchema.parse(JSON.parse(last)), all: stdout + stderr }
    },
    restart: async () => {
      await mustRun(engine, ['restart', '-t', '5', name])
      await eventually(isUp, `${name} is up again`)
    },
    remove: async () => {
      await engine(['rm', '-f', '-t', '0', name])
    },
  }
}
