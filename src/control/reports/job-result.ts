import * as z from 'zod'
import { parseJson } from '../../parse-json.ts'
import { MINUTE_MS } from '../../site/time.ts'
import type { CommandState } from '../jobs.ts'
import { reportedDeploySchema, reportedMoment, variablesSchema } from './reported-deploy.ts'

/** A job is killed after this: a first set-up installs packages, and the repository's own release may build for long. */
export const JOB_LIMIT_MS = 30 * MINUTE_MS

/** A machine reads 1 MB at most; quotes and line ends take two characters each. */
export const MAX_LOG_RESULT_BYTES = 4_000_000

const logSchema = z.object({
  name: z.string().max(50).optional(),
  names: z
    .string()
    .max(5000)
    .transform((names) => names.split(', ')),
  text: z.string().max(MAX_LOG_RESULT_BYTES).default(''),
  hasMore: z.boolean().default(false),
  place: z.string().max(100).default(''),
})

const resultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    deploy: reportedDeploySchema.optional(),
    withoutAccount: z.array(z.string()).optional(),
    usedAt: reportedMoment.optional(),
    session: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    logs: logSchema.optional(),
  }),
  z.object({
    ok: z.literal(false),
    reason: z.string(),
    message: z.string(),
    permanent: z.boolean(),
    variables: variablesSchema.optional(),
    log: z.string(),
  }),
])

/**
 * For a job that ended without a readable result on a machine that runs on: it was killed, or memory or disk ran out.
 * @param exitStatus if known
 */
export function withoutResult(exitStatus: number | undefined): CommandState {
  const log = `The job ended with exit status ${exitStatus ?? 'unknown'} and without a result.`
  return { state: 'failed', reason: 'no-result', log, permanent: false }
}

/**
 * The result in the output of `instance/bin/*`, whose last line is one JSON object (`instance/lib/result.sh`); undefined when there is
 * none.
 */
export function readJobResult(output: string): CommandState | undefined {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const { data } = resultSchema.safeParse(parseJson(last))
  if (data === undefined) return undefined
  if (data.ok) {
    const { deploy, withoutAccount, usedAt, session, logs: log } = data
    const told = { ...(deploy && { deploy }), ...(withoutAccount && { withoutAccount }), ...(session && { session }) }
    return { state: 'succeeded', ...told, ...(usedAt !== undefined && { usedAt }), ...(log && { log }) }
  }
  const { reason, message, permanent, variables, log } = data
  const all = [message, log].filter(Boolean).join('\n')
  return { state: 'failed', reason, permanent, ...(variables && { variables }), log: all }
}
