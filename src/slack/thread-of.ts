import * as z from 'zod'

const ts = z.string().regex(/^\d{1,15}\.\d{1,9}$/)
const schema = z.object({
  message: z.object({ ts, thread_ts: ts.optional() }).nullish(),
  container: z.object({ message_ts: ts.optional(), thread_ts: ts.optional() }).nullish(),
})

/**
 * ts of the thread in which the message stands that was clicked; undefined in the channel itself. A message on which a
 * thread hangs names that thread too (its own ts), and stands in the channel. Of ephemeral messages Slack tells the
 * container alone. Source: Slack, "block_actions payload", and "Retrieving messages", "Pulling threads".
 */
export function threadOf(body: object): string | undefined {
  const { message, container } = schema.safeParse(body).data ?? {}
  const thread = message?.thread_ts ?? container?.thread_ts
  return thread === (message?.ts ?? container?.message_ts) ? undefined : thread
}
