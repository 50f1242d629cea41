import { redact } from '../redact.ts'
import { expectLogs, type LogChoice } from '../site/logs.ts'
import { SECOND_MS } from '../site/time.ts'
import { UserError } from '../site/user-error.ts'
import type { CommandState, LogsJob, ReadLog } from './jobs.ts'
import type { Clock, Shell, SiteStore } from './ports.ts'
import { findSite, type Target } from './run-operation.ts'

/**
 * UserError when there is no such site, when its machine doesn't run or has no such log, or when it doesn't answer. Whether the person may
 * read it is up to the caller.
 */
export type ReadLogs = (target: Target, wanted: LogChoice & Pick<LogsJob, 'follow' | 'after'>) => Promise<ReadLog>

export interface LogReaderDeps {
  store: SiteStore
  shell: Pick<Shell, 'start' | 'result'>
  clock: Clock
  wait(ms: number): Promise<unknown>
}

const LOOK_MS = SECOND_MS / 2
/** A busy machine takes some seconds, and one that is asked to wait for news ten. */
const PATIENCE_MS = 45 * SECOND_MS

/** Reads logs by a job on the machine. Nothing of it is kept. */
export function createLogReader({ store, shell, clock, wait }: LogReaderDeps): ReadLogs {
  const resultOf = async (instanceId: string, job: LogsJob): Promise<CommandState | undefined> => {
    const until = clock.now() + PATIENCE_MS
    const id = await shell.start(instanceId, job)
    for (;;) {
      const result = await shell.result(instanceId, id)
      if (result?.state !== 'running' || clock.now() >= until) return result
      await wait(LOOK_MS)
    }
  }
  return async (target, wanted) => {
    const site = await findSite(store, target)
    const { name } = site
    const result = await resultOf(expectLogs(site).id, { kind: 'logs', ...wanted })
    if (result?.state !== 'succeeded') throw new UserError('logs-unreadable', { name })
    if (result.log === undefined) throw new UserError('logs-none', { name })
    const { name: log, names, text, ...rest } = result.log
    if (log === undefined) throw new UserError('log-missing', { name, log: wanted.log ?? '', logs: names })
    return { name: log, names, ...rest, text: redact(text) }
  }
}
