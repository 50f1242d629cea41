import { expectedHead } from '../../site/head.ts'
import type { Site } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { withoutFailure } from '../failure.ts'
import { patched } from '../status-patch.ts'
import type { StatusPatch } from '../step.ts'

/** What a branch was moved to. */
export interface Push {
  /** `owner/name`, in any case. */
  repository: string
  branch: string
  commit: string
}

/**
 * What is written down once the branch's head is known. A deploy of that commit that failed stays failed, but for a set-up since then;
 * with another commit everything begins anew.
 * @param commit undefined: there is no such branch
 */
export function headPatch(site: Site, commit: string | undefined, now: Instant): StatusPatch {
  const { head, deploy, setUp } = site.status
  const isSame = head !== undefined && head.commit === commit
  const hasFailed = isSame && head.failed === true && head.at >= (setUp?.at ?? 0)
  return {
    head: {
      at: now,
      ...(commit !== undefined && { commit }),
      ...(deploy !== undefined && { served: deploy.commit }),
      ...(hasFailed && { failed: true }),
    },
    ...(!isSame && withoutFailure(site, 'deploy')),
  }
}

/** The site itself where that is no news. */
export function withHead(site: Site, push: Push, now: Instant): Site {
  const isFollowing = site.spec.desired === 'up' && branchKey(site.spec) === branchKey(push)
  if (!isFollowing || push.commit === site.status.deploy?.commit || push.commit === expectedHead(site)) return site
  return patched(site, headPatch(site, push.commit, now))
}

/** Names of repositories are the same in any case, those of branches are not. */
export function branchKey({ repository, branch }: Omit<Push, 'commit'>): string {
  return `${repository.toLowerCase()}#${branch}`
}
