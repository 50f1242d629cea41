import { expectedHead, failuresAfterPush } from '../../site/head.ts'
import type { Site } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { withoutFailure } from '../failure.ts'
import { patched } from '../status-patch.ts'
import type { StatusPatch } from '../step.ts'

/** A branch has a new head. */
export interface Push {
  /** `owner/name`, in any case. */
  repository: string
  branch: string
  commit: string
}

/**
 * The status once the branch's head is known. A failed deploy of the same commit stays failed unless there was a set-up since; another
 * commit starts anew.
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

/** It deploys what is pushed: a machine that sleeps does once it wakes. */
export function followsBranch({ spec }: Pick<Site, 'spec'>): boolean {
  return spec.desired === 'up' || spec.desired === 'asleep'
}

/** The same site if that head is known already. */
export function withHead(site: Site, push: Push, now: Instant): Site {
  const isFollowing = followsBranch(site) && branchKey(site.spec) === branchKey(push)
  if (!isFollowing || push.commit === site.status.deploy?.commit || push.commit === expectedHead(site)) return site
  if (site.spec.desired === 'asleep') return patched(site, headPatch(site, push.commit, now))
  const mended = patched(site, { failures: failuresAfterPush(site) })
  return patched(mended, headPatch(mended, push.commit, now))
}

/** Repositories' names are case-insensitive, branches' are not. */
export function branchKey({ repository, branch }: Omit<Push, 'commit'>): string {
  return `${repository.toLowerCase()}#${branch}`
}
