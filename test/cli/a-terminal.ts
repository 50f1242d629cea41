import { Readable, Writable } from 'node:stream'
import { run } from '../../src/cli/run.ts'
import type { Terminal } from '../../src/cli/standard-input.ts'
import { createLogReader } from '../../src/control/read-logs.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import type { Policy } from '../../src/site/policy.ts'
import { createPerformer } from '../../src/terminal/perform.ts'
import type { BakeImage, Replay, TerminalDeps } from '../../src/terminal/terminal-deps.ts'
import { createLife } from '../support/a-life.ts'
import type { FakePortsOptions } from '../support/fake-ports.ts'

interface TerminalOptions {
  /** What is piped in, or typed where `isTTY`. */
  input?: string
  isTTY?: boolean
  env?: NodeJS.ProcessEnv
}

type Life = Awaited<ReturnType<typeof createLife>>

/** A terminal on fake ports, with a site `plum` that is ready. */
export async function aTerminal({
  tableAlone = false,
  replay,
  bakeImage,
  policy,
  durations,
}: {
  tableAlone?: boolean
  replay?: (life: Life) => Replay
  bakeImage?: (life: Life) => BakeImage
  policy?: Partial<Policy>
  durations?: FakePortsOptions['durations']
} = {}) {
  const life = await createLife({ ...(policy && { policy }), ...(durations && { durations }) })
  await life.settle()
  let isOpen = false
  let onWait: () => unknown = () => {}
  const wait = async (ms: number) => {
    life.clock.advance(ms)
    await onWait()
  }
  const sweep = createSweep(life.ports, life.reconcile)
  const catalogue = async () => ({
    images: [{ id: 'debian-12', label: 'Debian 12' }],
    sizes: [
      { id: 'small', label: 'Small' },
      { id: 't3.large', label: 'Large' },
      { id: 't4g.large', label: 'Large, of another architecture' },
    ],
    offersSpot: true,
  })
  const deps: TerminalDeps = {
    store: life.store,
    auditTrail: life.store.auditTrail,
    environments: life.environments.environments,
    clock: life.clock,
    policy: life.policy,
    log: life.log,
    addresses: {
      siteHost: (name) => `${name}.test.example.com`,
      siteUrl: (name) => `https://${name}.test.example.com`,
    },
    ...(!tableAlone && {
      offers: async () => ({
        codeHost: life.ports.codeHost,
        catalogue,
        chat: life.ports.chat,
      }),
      readLogs: createLogReader({ ...life.ports, wait }),
      dryRun: () => sweep({ dryRun: true }),
    }),
    ...(replay !== undefined && { replay: replay(life) }),
    ...(bakeImage !== undefined && { bakeImage: bakeImage(life) }),
  }
  const connect = async () => {
    isOpen = true
    const close = async () => {
      isOpen = false
    }
    return { perform: createPerformer(deps), close }
  }
  const type = async (line: string, { input = '', isTTY = false, env = {} }: TerminalOptions = {}) => {
    const [stdout, stderr] = [aSink(), aSink()]
    const stdin = Object.assign(Readable.from([Buffer.from(input)]), { isTTY })
    const terminal = { stdin, stdout: stdout.stream, stderr: Object.assign(stderr.stream, { isTTY }) }
    const exitCode = await run(line.split(' '), { env, terminal, connect, wait })
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
  }
  /** The same with streams that stay open. */
  const start = (line: string, terminal: Terminal, env: NodeJS.ProcessEnv = {}) =>
    run(line.split(' '), { env, terminal, connect, wait })
  return {
    ...life,
    type,
    start,
    isOpen: () => isOpen,
    /** While a command waits, this happens. */
    meanwhile: (happens: () => unknown) => (onWait = happens),
  }
}

function aSink() {
  let text = ''
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString('utf8')
      done()
    },
  })
  return { stream, text: () => text }
}
