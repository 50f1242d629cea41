import * as z from 'zod'
import type { Push } from '../../control/pushes/branch-head.ts'

const HEADS = 'refs/heads/'

/** The parts of the event that are used ("Webhook events and payloads", push). */
const pushEvent = z.object({
  ref: z.string(),
  /** All zeros if the branch was deleted. */
  after: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  deleted: z.boolean(),
  repository: z.object({ full_name: z.string() }),
})

/** A push to a branch. `other`: another event, a tag, or a deleted branch. `malformed`: not as GitHub sends it. */
export function readPushEvent(name: string, payload: unknown): Push | 'other' | 'malformed' {
  if (name !== 'push') return 'other'
  const { data: event } = pushEvent.safeParse(payload)
  if (event === undefined) return 'malformed'
  if (event.deleted || !event.ref.startsWith(HEADS)) return 'other'
  return { repository: event.repository.full_name, branch: event.ref.slice(HEADS.length), commit: event.after }
}
