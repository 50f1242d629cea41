import * as z from 'zod'
import type { CommandState } from './ports.ts'

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' })
    return z.NEVER
  }
})

const deploySchema = z.object({
  commit: z.string().min(7),
  subject: z.string(),
  author: z.string(),
  at: z.number().int(),
})

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), deploy: deploySchema.optional() }),
  z.object({ ok: z.literal(false), reason: z.string(), message: z.string(), permanent: z.boolean(), log: z.string() }),
])

/**
 * What came of a job, from what `instance/bin/*` printed: its last line is one JSON object (`instance/lib/result.sh`).
 * undefined when there is none: the job was cut off.
 */
export function readJobResult(output: string): CommandState | undefined {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const { data } = jsonText.pipe(resultSchema).safeParse(last)
  if (data === undefined) return undefined
  if (data.ok) return { state: 'succeeded', ...(data.deploy && { deploy: data.deploy }) }
  const { reason, message, permanent, log } = data
  return { state: 'failed', reason, permanent, log: [message, log].filter(Boolean).join('\n') }
}

const statusSchema = z.object({
  deploys: z.array(z.object({ result: z.string(), deploy: deploySchema.nullable() })),
})

/** The newest deploy that is served, from what `instance/bin/status` printed. */
export function readServedDeploy(output: string): z.infer<typeof deploySchema> | undefined {
  const { data } = jsonText.pipe(statusSchema).safeParse(output.trim())
  return data?.deploys.find(({ result }) => result === 'deployed')?.deploy ?? undefined
}
