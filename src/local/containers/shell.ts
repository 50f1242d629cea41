import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { JOB_LIMIT_MS, readJobResult, withoutResult } from '../../control/reports/job-result.ts'
import type { CommandState, Job, SetUpJob } from '../../control/jobs.ts'
import type { Shell } from '../../control/ports.ts'
import pLimit, { type LimitFunction } from 'p-limit'
import type { Container } from './containers.ts'
import { type Engine, mustRun } from './engine.ts'

interface ShellDeps {
  engine: Engine
  find(id: string): Promise<Container | undefined>
  /** Turns an address on this computer into the one for machines. */
  reach(url: string): string
  /** A job has ended on the machine of that site. */
  onEnd(siteName: string): void
}

/** The scripts for machines, copied to each, since an image may have an older version. */
const INSTANCE = fileURLToPath(new URL('../../../instance/.', import.meta.url))
const machineGone: CommandState = { state: 'failed', reason: 'machine-gone', log: '', permanent: false }
const READY = 'test -S /run/supervisor.sock && test -s /run/nginx.pid && test -s /run/sshd.pid'

/** Jobs by `exec`. Their documents go through standard input, and never into a command line, file or variable. */
export function createShell({ engine, find, reach, onEnd }: ShellDeps): Shell {
  const commands = new Map<string, Map<string, CommandState>>()
  const queues = new Map<string, LimitFunction>()
  const prepared = new Set<string>()

  const run = async (id: string, job: Job): Promise<CommandState> => {
    if (!prepared.has(id)) {
      await mustRun(engine, ['cp', INSTANCE, `${id}:/opt/pokopoko`])
      prepared.add(id)
    }
    const document = job.kind === 'set-up' ? seenFromThere(job, reach) : job
    const words = ['exec', '--interactive', id, `/opt/pokopoko/bin/${job.kind}`, '-']
    const { code, stdout } = await engine(words, { stdin: JSON.stringify(document), timeoutMs: JOB_LIMIT_MS })
    const result = readJobResult(stdout)
    if (result !== undefined) return result
    if ((await find(id))?.state !== 'running') return machineGone
    return withoutResult(code)
  }
  return {
    reachable: async (id) => {
      if ((await find(id))?.state !== 'running') return false
      return (await engine(['exec', id, 'sh', '-c', READY])).code === 0
    },
    start: async (id, job) => {
      const machine = await find(id)
      if (machine?.state !== 'running') throw new Error(`${id} does not run`)
      const commandId = randomUUID()
      const known = commands.get(id) ?? new Map<string, CommandState>()
      commands.set(id, known.set(commandId, { state: 'running' }))
      const queue = queues.get(id) ?? pLimit(1)
      queues.set(id, queue)
      const carryOut = async () => {
        known.set(commandId, await run(id, job).catch(() => machineGone))
        onEnd(machine.siteName)
      }
      // Who reads a log wants to see what the job does that is under way.
      void (job.kind === 'logs' ? carryOut() : queue(carryOut))
      return commandId
    },
    result: async (id, commandId) => {
      const state = commands.get(id)?.get(commandId)
      if (state === undefined || (await find(id)) !== undefined) return state
      commands.delete(id)
      return undefined
    },
  }
}

function seenFromThere(job: SetUpJob, reach: ShellDeps['reach']): SetUpJob {
  const { cloneUrl, report } = job
  if (report === undefined) return { ...job, cloneUrl: reach(cloneUrl) }
  const { url, pictureUrl } = report
  const addresses = { url: reach(url), ...(pictureUrl !== undefined && { pictureUrl: reach(pictureUrl) }) }
  return { ...job, cloneUrl: reach(cloneUrl), report: { ...report, ...addresses } }
}
