import { stuckOn } from './failures.ts'
import { phaseOf } from './phase.ts'
import type { Site } from './site.ts'

/** How the deploy of a commit stands. */
export type CommitOutcome =
  | { commit: string; state: 'pending' | 'success' }
  /** `reason` is a code that the views have a text for. */
  | { commit: string; state: 'failure'; reason: string }

/**
 * What whoever looks at the newest commit should learn; undefined where there is nothing to tell yet, or any more: a
 * site that was put away says nothing new of its commits. Which commit is the newest, before it is deployed, is known of pull
 * requests only.
 */
export function commitOutcome(site: Site): CommitOutcome | undefined {
  const { spec, status } = site
  if (spec.desired !== 'up') return undefined
  const head = spec.pullRequest?.head
  const { deploy, troubles } = status
  const failed = troubles?.deploy
  const failedCommit = failed?.commit ?? head
  if (failed !== undefined && failedCommit !== undefined && (head ?? failedCommit) === failedCommit) {
    return { commit: failedCommit, state: 'failure', reason: failed.reason }
  }
  if (head !== undefined && head !== deploy?.commit) {
    const stuck = stuckOn(site)
    if (stuck !== undefined) return { commit: head, state: 'failure', reason: stuck.failure.reason }
    return { commit: head, state: 'pending' }
  }
  return deploy !== undefined && phaseOf(site) === 'ready' ? { commit: deploy.commit, state: 'success' } : undefined
}

/** One word for all that is told of it: what was told already is not told again. */
export function outcomeKey(outcome: CommitOutcome): string {
  return outcome.state === 'failure' ? `${outcome.state}/${outcome.reason}` : outcome.state
}
