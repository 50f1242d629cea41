import * as z from 'zod'

/** What one process is to do: so many lives, from that seed on. */
export const workSchema = z.object({
  lives: z.number(),
  seed: z.number(),
  /** From one batch's seed to that of its next. */
  seedStep: z.number(),
  /** Check each record that is stored against its schema: as the real table does, and slower. */
  isChecked: z.boolean(),
  /** A story that failed (fast-check's path): it alone, of the first batch. */
  story: z.string().optional(),
})

export type Work = z.infer<typeof workSchema>

export interface Failure {
  seed: number
  path: string
  /** The shortest story that fails, as JSON. */
  story: string
  why: string
}

/** What a process has to tell at its end. */
export interface Lived {
  counts: Record<string, number>
  failure?: Failure
}
