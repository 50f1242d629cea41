import * as z from 'zod'

/** Exit codes, which `docs/operating.md` explains. */
export const exitCodes = { done: 0, notDone: 1, usage: 2, unexpected: 3 } as const

/** What the program prints, and its exit code. */
export const outputSchema = z.object({
  exitCode: z.number().int(),
  stdout: z.string(),
  stderr: z.string(),
})
export type Output = z.infer<typeof outputSchema>
