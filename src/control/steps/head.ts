import { awaitsPush, expectedHead, isHeadOutdated } from '../../site/head.ts'
import { isSetUpAsAsked } from '../../site/phase.ts'
import type { Site } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { headPatch } from '../pushes/branch-head.ts'
import { KNOWN_FOR_MS } from '../pushes/follow-push.ts'
import type { Step } from '../step.ts'
import { canRunJob } from './job.ts'

/** Its machine can be asked to deploy. A machine that sleeps deploys what was pushed meanwhile once it wakes. */
export function isReadyToDeploy(site: Site): boolean {
  return canRunJob(site) && isSetUpAsAsked(site)
}

/** A set-up has failed for its commit: only one that's pushed later is another attempt worth. */
function isFailedCommitUnknown(site: Site): boolean {
  const failure = awaitsPush(site)
  const { head, repositoryAccess } = site.status
  return failure !== undefined && (head?.at ?? 0) < Math.max(failure.firstAt, repositoryAccess?.webhookAt ?? 0)
}

/** The App's event may have come to a process that had listed the branch's sites before this one followed it. */
function askedAgainAt({ status: { head, setUp, repositoryAccess } }: Site): Instant | undefined {
  if (repositoryAccess?.byApp !== true || setUp === undefined || head === undefined) return undefined
  const at = setUp.at + KNOWN_FOR_MS
  return head.at < at ? at : undefined
}

/**
 * Asks for the branch's head once a set-up has ended, and once there is a webhook: pushes before it are told to nobody. Later,
 * GitHub's events (`follow-push.ts`) and the sweep (`missed-pushes.ts`) report it.
 */
export const head: Step = {
  name: 'head',
  policy: 'keeps-trying',
  hidesFailure: true,
  due: (site, now) => {
    const isReady = isReadyToDeploy(site)
    if ((isReady && isHeadOutdated(site)) || isFailedCommitUnknown(site)) return 'now'
    const again = isReady ? askedAgainAt(site) : undefined
    if (again === undefined) return 'no'
    return again <= now ? 'now' : { at: again }
  },
  run: async (site, { codeHost, clock }) => {
    // A push while the answer is on its way is newer.
    const now = clock.now()
    const { repository, branch } = site.spec
    return headPatch(site, await codeHost.branchHead(repository, branch, expectedHead(site)), now)
  },
}
