import * as z from 'zod'
import type { CommitStatus } from '../../control/code-host.ts'
import { createJsonFile } from '../json-file.ts'
import pLimit from 'p-limit'

const statusSchema = z.object({
  repository: z.string(),
  commit: z.string(),
  state: z.enum(['pending', 'success', 'failure', 'error']),
  context: z.string(),
  description: z.string().max(140),
  url: z.string(),
}) satisfies z.ZodType<CommitStatus & { repository: string }>

export type LocalStatus = z.infer<typeof statusSchema>

/** Older ones are forgotten. */
const MAX_STATUSES = 1000

/** What is shown beside commits, kept in a file: the last of each context. */
export interface Statuses {
  all(): readonly LocalStatus[]
  put(status: LocalStatus): Promise<void>
}

export async function openStatuses(path: string): Promise<Statuses> {
  const file = createJsonFile(path, z.array(statusSchema))
  const queue = pLimit(1)
  let statuses = (await file.read()) ?? []
  return {
    all: () => statuses,
    put: (status) =>
      queue(async () => {
        const others = statuses.filter((other) => !isSamePlace(other, status))
        const next = [...others, statusSchema.parse(status)].slice(-MAX_STATUSES)
        await file.write(next)
        statuses = next
      }),
  }
}

function isSamePlace(one: LocalStatus, other: LocalStatus): boolean {
  return one.repository === other.repository && one.commit === other.commit && one.context === other.context
}
