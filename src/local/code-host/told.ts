import * as z from 'zod'
import { createJsonFile } from '../json-file.ts'
import pLimit from 'p-limit'
import type { BranchUpdate } from './ref-update.ts'

const headsSchema = z.record(z.string(), z.string())

/** Commits by ref, `refs/heads/…`. */
export type Heads = z.infer<typeof headsSchema>

/** What webhooks have taken of each repository's branches last, kept in a file: of what is not there, not all of them were told. */
export interface Told {
  of(repository: string): Heads
  record(repository: string, update: BranchUpdate): Promise<void>
}

export async function openTold(path: string): Promise<Told> {
  const file = createJsonFile(path, z.record(z.string(), headsSchema))
  const queue = pLimit(1)
  let told = (await file.read()) ?? {}
  return {
    of: (repository) => told[repository] ?? {},
    record: (repository, { ref, after }) =>
      queue(async () => {
        const { [ref]: _, ...others } = told[repository] ?? {}
        const next = { ...told, [repository]: after === undefined ? others : { ...others, [ref]: after } }
        await file.write(next)
        told = next
      }),
  }
}

/** What became of branches between the one and the other. */
export function updatesBetween(before: Heads, after: Heads): BranchUpdate[] {
  const refs = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...refs].flatMap((ref) => {
    const [old, now] = [before[ref], after[ref]]
    if (old === now) return []
    return [{ ref, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) }]
  })
}
