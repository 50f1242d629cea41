import { stuckOn } from './failures.ts'
import { phaseOf } from './phase.ts'
import { headReportedAt } from './pull-request.ts'
import type { Site } from './site.ts'

/** The state of a commit's deploy. `error`: the site was archived or deleted before it was deployed. */
export type CommitOutcome =
  | { commit: string; state: 'pending' | 'success' | 'error' }
  /** `reason` is a code that the views have a text for; `variables`: what the environment lacks. */
  | { commit: string; state: 'failure'; reason: string; variables?: string[] }

/**
 * What GitHub should show beside the newest commit; undefined when there is nothing to show. After a site is archived or deleted, only the
 * end of a pending status is shown. Which commit is the newest is known before its deploy only for pull requests.
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
    return failureOf(failedCommit, failed)
  }
  if (head !== undefined && head !== deploy?.commit) {
    const stuck = stuckOn(site)
    if (stuck !== undefined) return failureOf(head, stuck.failure)
    return { commit: head, state: 'pending' }
  }
  return deploy !== undefined && phaseOf(site) === 'ready' ? { commit: deploy.commit, state: 'success' } : undefined
}

/**
 * The newest commit of the pull request. Its events may be lost, and none are followed while it has no label; so what the machine deployed
 * since the last event is newer.
 */
function headOf({ spec: { pullRequest }, status: { deploy, troubles } }: Site): string | undefined {
  if (pullRequest === undefined) return undefined
  const reportedAt = headReportedAt(pullRequest)
  const failed = troubles?.deploy
  if (failed?.commit !== undefined && failed.at > reportedAt) return failed.commit
  if (deploy?.deployedAt !== undefined && deploy.deployedAt > reportedAt) return deploy.commit
  return pullRequest.head
}

function failureOf(
  commit: string,
  { reason, variables }: { reason: string; variables?: string[] | undefined },
): CommitOutcome {
  return { commit, state: 'failure', reason, ...(variables && { variables }) }
}

/** Otherwise it would stay pending for ever. */
function endOfPending({ status: { commitStatus, deploy, troubles } }: Site): CommitOutcome | undefined {
  if (commitStatus?.key !== 'pending') return undefined
  const { commit } = commitStatus
  if (troubles?.deploy?.commit === commit) return failureOf(commit, troubles.deploy)
  return { commit, state: deploy?.commit === commit ? 'success' : 'error' }
}

/** A key for all that is shown of it, to show the same only once. */
export function outcomeKey(outcome: CommitOutcome): string {
  return outcome.state === 'failure' ? `${outcome.state}/${outcome.reason}` : outcome.state
}
