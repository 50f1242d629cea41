import * as z from 'zod'
import { LOG_NAME } from '../site/logs.ts'

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

/** Of who reads a site's logs: one at a time. */
export function logLease({ id, to }: Pick<LogRequest, 'id' | 'to'>): string {
  return `logs ${id} ${to.user}`
}

/** Hands a request over, which is answered some seconds later. */
export type AskForLogs = (request: LogRequest) => Promise<void>
