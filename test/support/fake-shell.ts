import type {
  AccessJob,
  CommandState,
  EnvironmentJob,
  Job,
  LogsJob,
  MachineLog,
  SetUpJob,
  UsersJob,
} from '../../src/control/jobs.ts'
import type { Clock, Machine, Shell } from '../../src/control/ports.ts'
import type { Deploy } from '../../src/site/site.ts'
import type { Instant } from '../../src/site/time.ts'
import { FIRST_COMMIT } from './fake-code-host.ts'

/** What jobs leave on a machine. */
export interface Disk {
  /** The last set-up that succeeded. */
  setUp?: SetUpJob
  access?: AccessJob['access']
  environment?: EnvironmentJob['environment']
  /** Who may log in, and as what. */
  users?: Pick<UsersJob, 'members' | 'sudo'>
  /** The commit that visitors see. */
  served?: string
  /** When somebody last visited it; absent: not since it booted. */
  usedAt?: Instant
  /** By name, all lines; absent: what a machine has that was just set up. */
  logs?: Record<string, string>
}

export type Outcome = Exclude<CommandState, { state: 'running' }>
export type Outcomes = (job: Job, instanceId: string, disk: Disk) => Outcome

export interface FakeJob {
  id: string
  instanceId: string
  job: Job
  /** The machine's boot that it was started in; no other finishes it. */
  boot: number
  /** Jobs on one machine queue: the next one ends `jobMs` after this one. */
  endsAt: Instant
  /** Absent while it is under way. */
  outcome?: Outcome
}

interface ShellEstate {
  clock: Clock
  durations: { agentMs: number; jobMs: number }
  machines: Map<string, Machine & { since: Instant; boot: number; disk: Disk }>
  outcomes: Outcomes
  settle(): void
  nextId(prefix: string): string
}

/** Every job succeeds; what deploys finds what `head` gives, for the set-up that the machine had last. */
export function succeedWith(head: (setUp: SetUpJob | undefined) => string) {
  return (job: Job, _instanceId: string, disk: Disk = {}): Outcome => {
    if (job.kind !== 'set-up' && job.kind !== 'deploy') return { state: 'succeeded' }
    const commit = head(job.kind === 'set-up' ? job : disk.setUp)
    return { state: 'succeeded', deploy: { commit, subject: 'First commit', author: 'Aki', at: 0 } }
  }
}

export const allSucceed = succeedWith(() => FIRST_COMMIT)

/** Commands on the fake machines. Jobs take effect when they end, which the next look finds. */
export function createFakeShell(cloud: ShellEstate): { shell: Shell; jobs(): FakeJob[] } {
  const { clock, machines, durations } = cloud
  const jobs: FakeJob[] = []
  const look = () => {
    cloud.settle()
    for (const job of jobs) if (job.outcome === undefined) settleJob(cloud, job)
  }
  const reachable = (id: string) => {
    const machine = machines.get(id)
    return machine?.state === 'running' && clock.now() - machine.since >= durations.agentMs ? machine : undefined
  }
  const shell: Shell = {
    reachable: async (id) => {
      look()
      return reachable(id) !== undefined
    },
    start: async (instanceId, job) => {
      look()
      const machine = reachable(instanceId)
      if (machine === undefined) throw new Error(`${instanceId} takes no commands now`)
      const waits = job.kind !== 'logs'
      const before = jobs.filter((other) => waits && other.instanceId === instanceId && other.outcome === undefined)
      const begins = Math.max(clock.now(), ...before.map((other) => other.endsAt))
      const id = cloud.nextId('command')
      const endsAt = begins + durations.jobMs
      jobs.push({ id, instanceId, job: structuredClone(job), boot: machine.boot, endsAt })
      return id
    },
    result: async (instanceId, commandId) => {
      look()
      const job = jobs.find((one) => one.id === commandId && one.instanceId === instanceId)
      if (job === undefined || !machines.has(instanceId)) return undefined
      return job.outcome ?? { state: 'running' }
    },
  }
  const all = () => {
    look()
    return jobs.map((job) => ({ ...job }))
  }
  return { shell, jobs: all }
}

const notSetUp: Outcome = { state: 'failed', reason: 'invalid-input', log: '', permanent: true }

function settleJob({ clock, machines, outcomes }: ShellEstate, job: FakeJob): void {
  const machine = machines.get(job.instanceId)
  if (machine?.state !== 'running' || machine.boot !== job.boot) {
    job.outcome = { state: 'failed', reason: 'machine-gone', log: '', permanent: false }
  } else if (clock.now() >= job.endsAt) {
    const isBare = job.job.kind === 'deploy' && machine.disk.setUp === undefined
    job.outcome = isBare ? notSetUp : outcomes(job.job, job.instanceId, machine.disk)
    if (job.job.kind === 'last-use' && job.outcome.state === 'succeeded')
      job.outcome = { ...job.outcome, usedAt: machine.disk.usedAt ?? machine.since }
    if (job.job.kind === 'logs' && job.outcome.state === 'succeeded')
      job.outcome = { ...job.outcome, log: endOf(job.job, machine.disk.logs ?? FIRST_LOGS) }
    if (job.outcome.state === 'succeeded') leave(machine.disk, job.job, job.outcome.deploy)
  }
}

/** What a machine has that was just set up. */
export const FIRST_LOGS = { deploy: 'No stack found\n', web: 'listening\n', nginx: '' }

/** As `instance/bin/logs`, with the number of lines before it as a place. */
function endOf({ log = 'web', lines, after = '0:0' }: LogsJob, logs: Record<string, string>): MachineLog {
  const names = Object.keys(logs)
  const all = logs[log]
  if (all === undefined) return { names, text: '', hasMore: false, place: '' }
  const since = all.slice(Number(after.split(':')[1]))
  const shown = since
    .split(/(?<=\n)/)
    .slice(-lines)
    .join('')
  return { name: log, names, text: shown, hasMore: shown.length < since.length, place: `1:${all.length}` }
}

function leave(disk: Disk, job: Job, deploy: Deploy | undefined): void {
  if (job.kind === 'access' || job.kind === 'set-up') disk.access = job.access
  if ((job.kind === 'environment' || job.kind === 'set-up') && job.environment !== undefined)
    disk.environment = job.environment
  if ((job.kind === 'users' || job.kind === 'set-up') && job.members !== undefined)
    disk.users = { members: job.members, ...(job.sudo !== undefined && { sudo: job.sudo }) }
  if (job.kind === 'set-up') disk.setUp = job
  if (deploy !== undefined) disk.served = deploy.commit
}
