import * as z from 'zod'

/** Longest texts kept in a record, in characters. git itself sets commits' texts no limit. */
const MAX_SUBJECT = 300
const MAX_AUTHOR = 100
/** SHA-1 or SHA-256, in full: code hosts know no others by it. */
const commit = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)

/** Of ECMAScript's dates. Whoever commits sets the date, to whatever they like. */
const LAST_MOMENT = 8.64e15

/** Text of which the first characters are kept. */
export function beginningOf(max: number) {
  return z.string().transform((text) => [...text].slice(0, max).join(''))
}

/** Text of which the last characters are kept, as of a log. */
export function endOf(max: number) {
  return z.string().transform((text) => [...text].slice(-max).join(''))
}

/** A deploy as the machine's scripts write it (`describe_commit` in `instance/lib/release.sh`). */
export const reportedDeploySchema = z.object({
  commit,
  subject: beginningOf(MAX_SUBJECT),
  author: beginningOf(MAX_AUTHOR),
  at: z.number().transform((at) => Math.trunc(Math.min(Math.max(at, 0), LAST_MOMENT))),
})
