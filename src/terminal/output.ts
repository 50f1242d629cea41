import * as z from 'zod'
import { bakeSchema } from '../control/images/bake.ts'

/** Exit codes, which `docs/operating.md` explains. */
export const exitCodes = { done: 0, notDone: 1, usage: 2, unexpected: 3 } as const

/** What the program prints, and its exit code. */
export const outputSchema = z.object({
  exitCode: z.number().int(),
  stdout: z.string(),
  stderr: z.string(),
  /** It isn't done: the same is to be asked again, with this. */
  next: z.union([z.object({ bake: bakeSchema }), z.object({ log: z.string(), after: z.string() })]).optional(),
})
export type Output = z.infer<typeof outputSchema>
