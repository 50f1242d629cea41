import * as z from 'zod'
import { type Log, logged, reportTo } from '../log.ts'
import { LOG_NAME } from '../site/logs.ts'
import { isUserError, UserError } from '../site/user-error.ts'
import type { Chat, Clock, SiteStore } from './ports.ts'
import type { ReadLogs } from './read-logs.ts'

/** What somebody in Slack, who may, wants to read, and where they are. */
export const logRequestSchema = z.lazy(() =>
  z.object({
    name: z.string(),
    /** Of the site. */
    id: z.string(),
    /** Absent: the log of what visitors reach. */
    log: z.string().regex(LOG_NAME).optional(),
    lines: z.int().positive(),
    /** All that a machine reads, as a file. */
    asFile: z.literal(true).optional(),
    /** Of the lease. */
    holder: z.string(),
    to: z.object({
      user: z.string(),
      channel: z.string().optional(),
      thread: z.string().optional(),
      locale: z.enum(['en', 'ja']),
    }),
  }),
)
export type LogRequest = z.infer<typeof logRequestSchema>

/** Hands a request over, which is answered some seconds later. */
export type AskForLogs = (request: LogRequest) => Promise<void>

/** Of who reads a site's logs: one at a time. */
export function logLease({ id, to }: Pick<LogRequest, 'id' | 'to'>): string {
  return `logs ${id} ${to.user}`
}

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
