import * as z from 'zod'
import { DAY_MS, type Instant } from '../../site/time.ts'
import type { Deploy, Deploying, Guesses, Troubles } from '../../site/site.ts'
import { endOf, reportedDeploySchema, reportedMoment, variablesSchema } from './reported-deploy.ts'

/** Characters kept of the log of a failed deploy, and of a program. */
const MAX_DEPLOY_LOG = 2000
const MAX_PROGRAM_LOG = 1000
/** More than a machine counts in a day. */
const MAX_GUESSES = 1_000_000
/** Crashing programs that are kept; more than a card shows. */
const MAX_PROGRAMS = 8

/** The output of `instance/bin/status`. Later versions of it may have more keys. */
const reportSchema = z.object({
  ok: z.literal(true),
  deploys: z
    .array(
      z.object({
        result: z.string().min(1).max(60),
        deployedAt: reportedMoment,
        deploy: reportedDeploySchema.nullable(),
        variables: variablesSchema.optional(),
        log: endOf(MAX_DEPLOY_LOG).default(''),
      }),
    )
    .max(50),
  processes: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
        state: z.string().max(40),
        crashing: z.boolean().optional(),
        memory: z.boolean().optional(),
        log: endOf(MAX_PROGRAM_LOG).default(''),
      }),
    )
    .max(200),
  deploying: z
    .object({
      stage: z.string().regex(/^[a-z-]{1,20}$/),
      usualMs: z.number().int().nonnegative().max(DAY_MS).optional(),
    })
    .optional(),
  guesses: z.object({ count: z.number().int().positive().max(MAX_GUESSES), at: reportedMoment }).optional(),
  usedAt: reportedMoment.optional(),
})

export interface ReportedFacts {
  /** The newest successful deploy. */
  deploy?: Deploy
  troubles?: Troubles
  /** What it's doing. */
  deploying?: Deploying
  guesses?: Guesses
  /** When it was last used, by its own clock. */
  usedAt?: Instant
}

/** The facts in a machine's report; undefined when it isn't one. */
export function readMachineReport(body: unknown): ReportedFacts | undefined {
  const { data } = reportSchema.safeParse(body)
  if (data === undefined) return undefined
  const { deploy, deployedAt } = data.deploys.find(({ result }) => result === 'deployed') ?? {}
  const troubles = troublesIn(data)
  return {
    ...(deploy && { deploy: { ...deploy, deployedAt } }),
    ...(troubles && { troubles }),
    ...(data.deploying && { deploying: data.deploying }),
    ...(data.guesses && { guesses: data.guesses }),
    ...(data.usedAt !== undefined && { usedAt: data.usedAt }),
  }
}

function troublesIn({ deploys: [newest], processes }: z.infer<typeof reportSchema>): Troubles | undefined {
  const programs = processes
    .filter(({ crashing, state }) => crashing === true || state === GIVEN_UP)
    .slice(0, MAX_PROGRAMS)
    .map(({ name, log, memory }) => ({ name, log, ...(memory === true && ({ memory } as const)) }))
  const hasFailed = newest !== undefined && newest.result !== 'deployed'
  if (!hasFailed) return programs.length === 0 ? undefined : { programs }
  const { result, deployedAt, deploy, variables, log } = newest
  const { commit, subject, author } = deploy ?? {}
  const known = { ...(deploy && { commit, subject, author }), ...(variables && { variables }) }
  return { deploy: { reason: result, at: deployedAt, ...known, log }, programs }
}

/** Supervisor's state of a program that it no longer restarts. */
const GIVEN_UP = 'FATAL'
