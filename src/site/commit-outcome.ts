import { phaseOf } from './phase.ts'
import type { Site } from './site.ts'

/** How the deploy of a commit stands. */
export type CommitOutcome =
  | { commit: string; state: 'success' }
  /** `reason` is a code that the views have a text for. */
  | { commit: string; state: 'failure'; reason: string }

/**
 * What whoever looks at the newest commit should learn; undefined where there is nothing to tell yet, or any more: a
 * site that was put away says nothing new of its commits.
 */
export function commitOutcome(site: Site): CommitOutcome | undefined {
  const { spec, status } = site
  if (spec.desired !== 'up') return undefined
  const failed = status.troubles?.deploy
  if (failed?.commit !== undefined) return { commit: failed.commit, state: 'failure', reason: failed.reason }
  const { deploy } = status
  return deploy !== undefined && phaseOf(site) === 'ready' ? { commit: deploy.commit, state: 'success' } : undefined
}

/** One word for all that is told of it: what was told already is not told again. */
export function outcomeKey(outcome: CommitOutcome): string {
  return outcome.state === 'failure' ? `${outcome.state}/${outcome.reason}` : outcome.state
}
