import { type Log, logged, reportTo } from '../log.ts'
import { isUserError, UserError } from '../site/user-error.ts'
import { type AskForLogs, logLease } from './log-request.ts'
import type { Chat, Clock, SiteStore } from './ports.ts'
import type { ReadLogs } from './read-logs.ts'

export interface LogAnswererDeps {
  readLogs: ReadLogs
  chat: Pick<Chat, 'answerLogs'>
  store: Pick<SiteStore, 'releaseLease'>
  clock: Clock
  log: Log
}

/** Reads what was asked for, and shows it to the one person who asked; or why that's impossible. Nothing of it is kept here. It never rejects. */
export function createLogAnswerer({ readLogs, chat, store, clock, log }: LogAnswererDeps): AskForLogs {
  const report = reportTo(log)
  return async (request) => {
    const { name, id, to, log: wanted, lines } = request
    const fields = { operation: 'logs', site: name, id, user: to.user } as const
    const work = async () => {
      const read = logged(log, clock, fields, () =>
        readLogs({ name, id }, { lines, ...(wanted !== undefined && { log: wanted }) }),
      )
      const answer = await read.catch((error: unknown) =>
        isUserError(error) ? error : new UserError('logs-unreadable', { name }),
      )
      await chat.answerLogs(request, answer)
    }
    // The person can ask again, so nothing is tried again.
    await work().catch(report)
    await store.releaseLease(logLease(request), request.holder).catch(report)
  }
}
