import { stuckOn } from './failures.ts'
import { phaseOf } from './phase.ts'
import { headReportedAt } from './pull-request.ts'
import type { Site } from './site.ts'

/** How the deploy of a commit stands. `error`: the site was put away before it came to that. */
export type CommitOutcome =
  | { commit: string; state: 'pending' | 'success' | 'error' }
  /** `reason` is a code that the views have a text for. */
  | { commit: string; state: 'failure'; reason: string }

/**
 * What whoever looks at the newest commit should learn; undefined where there is nothing to tell yet, or any more: a
 * site that was put away says nothing new of its commits, but for the end of one that was pending. Which commit is the newest,
 * before it is deployed, is known of pull requests only.
 */
export function commitOutcome(site: Site): CommitOutcome | undefined {
  const { desired } = site.spec
  if (desired === 'up') return outcomeOfHead(site)
  return desired === 'asleep' ? undefined : endOfPending(site)
}

function outcomeOfHead(site: Site): CommitOutcome | undefined {
  const head = headOf(site)
  const { deploy, troubles } = site.status
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

/**
 * The newest commit of the pull request. Events of it may be lost, and none are taken while it has no label: what the machine
 * met since the last one is newer.
 */
function headOf({ spec: { pullRequest }, status: { deploy, troubles } }: Site): string | undefined {
  if (pullRequest === undefined) return undefined
  const toldAt = headReportedAt(pullRequest)
  const failed = troubles?.deploy
  if (failed?.commit !== undefined && failed.at > toldAt) return failed.commit
  if (deploy?.deployedAt !== undefined && deploy.deployedAt > toldAt) return deploy.commit
  return pullRequest.head
}

/** Nothing else would ever come of it. */
function endOfPending({ status: { commitStatus, deploy, troubles } }: Site): CommitOutcome | undefined {
  if (commitStatus?.key !== 'pending') return undefined
  const { commit } = commitStatus
  if (troubles?.deploy?.commit === commit) return { commit, state: 'failure', reason: troubles.deploy.reason }
  return { commit, state: deploy?.commit === commit ? 'success' : 'error' }
}

/** One word for all that is told of it: what was told already is not told again. */
export function outcomeKey(outcome: CommitOutcome): string {
  return outcome.state === 'failure' ? `${outcome.state}/${outcome.reason}` : outcome.state
}
