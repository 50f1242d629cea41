import * as z from 'zod'
import { type AskForLogs, logRequestSchema } from '../control/log-request.ts'
import type { ReadLog } from '../control/jobs.ts'
import type { ReadLogs } from '../control/read-logs.ts'
import { LOG_NAME } from '../site/logs.ts'
import { phases } from '../site/phase.ts'
import { isUserError, UserError } from '../site/user-error.ts'

const name = z.string()

/** From Slack, which is answered there; or from the command line, which waits for the answer. */
const eventSchema = z.object({
  logs: z.union([
    logRequestSchema,
    z.object({
      name,
      log: z.string().regex(LOG_NAME).optional(),
      lines: z.int().positive(),
      follow: z.boolean().optional(),
      after: z.string().max(100).optional(),
    }),
  ]),
})

const replySchema = z.union([
  z.object({
    read: z.object({
      name,
      names: z.array(z.string()),
      text: z.string(),
      hasMore: z.boolean(),
      place: z.string(),
    }),
  }),
  z.object({
    error: z.discriminatedUnion('code', [
      z.object({ code: z.literal('no-such-site'), params: z.object({ name }) }),
      z.object({ code: z.literal('logs-not-now'), params: z.object({ name, phase: z.enum(phases) }) }),
      z.object({ code: z.literal('logs-unreadable'), params: z.object({ name }) }),
      z.object({ code: z.literal('logs-none'), params: z.object({ name }) }),
      z.object({
        code: z.literal('log-missing'),
        params: z.object({ name, log: z.string(), logs: z.array(z.string()) }),
      }),
    ]),
  }),
])

export interface LogsHandlerDeps {
  readLogs: ReadLogs
  answerLogs: AskForLogs
}

/** Handles an event that asks for logs; undefined: it's another one. */
export function createLogsHandler({ readLogs, answerLogs }: LogsHandlerDeps) {
  return (event: unknown): Promise<object | undefined> | undefined => {
    const { data } = eventSchema.safeParse(event)
    if (data === undefined) return undefined
    const { logs } = data
    return 'to' in logs ? answerLogs(logs).then(() => undefined) : replyTo(readLogs, logs)
  }
}

async function replyTo(
  readLogs: ReadLogs,
  { name: site, lines, log, follow, after }: Exclude<z.output<typeof eventSchema>['logs'], { to: unknown }>,
): Promise<{ read: ReadLog } | { error: Pick<UserError, 'code' | 'params'> }> {
  const more = { ...(log !== undefined && { log }), ...(follow && { follow }), ...(after && { after }) }
  try {
    return { read: await readLogs({ name: site }, { lines, ...more }) }
  } catch (error) {
    if (!isUserError(error)) throw error
    return { error: { code: error.code, params: error.params } }
  }
}

/** What the function replied. UserError if it couldn't read the log. */
export function readReply(reply: unknown): ReadLog {
  const read = replySchema.parse(reply)
  if ('read' in read) return read.read
  throw new UserError(read.error.code, read.error.params)
}
