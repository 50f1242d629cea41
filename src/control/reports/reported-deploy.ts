import * as z from 'zod'

/** The longest texts that a record keeps, in characters; git has no limit. */
const MAX_SUBJECT = 300
const MAX_AUTHOR = 100
const MAX_STACK = 300
const MAX_HINT = 200
const MAX_PROBLEM = 50
/** SHA-1 or SHA-256, in full: GitHub knows commits by nothing shorter. */
export const commitSchema = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)

/** The last of ECMAScript's dates. */
const LAST_MOMENT = 8.64e15

/** A moment of another clock, which can be anything, as can a commit's: brought among the dates there are. */
export const reportedMoment = z.number().transform((at) => Math.trunc(Math.min(Math.max(at, 0), LAST_MOMENT)))

/** Names of variables that the environment lacks (`instance/lib/app-json.sh`). */
export const variablesSchema = z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/)).max(20)

/** Keeps the first characters. Half of a surrogate pair, which JSON can have, can't be sent anywhere. */
export function beginningOf(max: number) {
  return z.string().transform((text) => [...text.toWellFormed()].slice(0, max).join(''))
}

/** Keeps the last characters, as of a log. */
export function endOf(max: number) {
  return z.string().transform((text) => [...text.toWellFormed()].slice(-max).join(''))
}

/** A deploy as the machine reports it (`describe_commit` in `instance/lib/release.sh`). */
export const reportedDeploySchema = z.object({
  commit: commitSchema,
  subject: beginningOf(MAX_SUBJECT),
  author: beginningOf(MAX_AUTHOR),
  stack: z.object({ label: beginningOf(MAX_STACK), file: beginningOf(MAX_STACK) }).optional(),
  page: z
    .object({
      status: z.number().int().min(0).max(999),
      problem: beginningOf(MAX_PROBLEM).optional(),
      hint: beginningOf(MAX_HINT).optional(),
    })
    .optional(),
  at: reportedMoment,
})
