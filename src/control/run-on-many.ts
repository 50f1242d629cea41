import pLimit from 'p-limit'
import type { Report } from '../log.ts'
import type { Site } from '../site/site.ts'
import { isUserError, type UserError } from '../site/user-error.ts'

/** What became of one of several sites. */
export type Outcome = { name: string } & (
  | { is: 'done'; site: Site }
  | { is: 'refused'; error: UserError }
  /** The log has the cause under `reference`. */
  | { is: 'broken'; reference: string }
  /** It wasn't begun. */
  | { is: 'left' }
)

/** Enough for a hundred sites in a second, and too few for the table to throttle us. */
const CONCURRENCY = 20

/** Runs `work` for each, as if it was asked for alone: what becomes of one has no effect on others. Begins none once no time is left. */
export function runOnMany<T extends { name: string }>(
  targets: readonly T[],
  work: (target: T) => Promise<Site>,
  { isTimeLeft, report }: { isTimeLeft: () => boolean; report: Report },
): Promise<Outcome[]> {
  return pLimit(CONCURRENCY).map(targets, async (target): Promise<Outcome> => {
    const { name } = target
    if (!isTimeLeft()) return { name, is: 'left' }
    try {
      return { name, is: 'done', site: await work(target) }
    } catch (error) {
      return isUserError(error) ? { name, is: 'refused', error } : { name, is: 'broken', reference: report(error) }
    }
  })
}
