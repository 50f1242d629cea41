import * as z from 'zod'

/** Exit codes: what they mean is told in `docs/operating.md`. */
export const exitCodes = { done: 0, refused: 1, usage: 2, unexpected: 3 } as const

/** What is written, and how the program ends. */
export const outputSchema = z.object({
  exitCode: z.number().int(),
  stdout: z.string(),
  stderr: z.string(),
})
export type Output = z.infer<typeof outputSchema>
