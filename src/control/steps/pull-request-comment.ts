import { MINUTE_MS } from '../../site/time.ts'
import type { Step } from '../step.ts'
import type { Wording } from '../code-host.ts'
import { createFingerprint } from './fingerprint.ts'

/** A first comment that was claimed longer ago than this was abandoned; the next attempt looks for it. */
const CLAIM_MS = MINUTE_MS
/** The fingerprint of a claim. */
const NOTHING = ''

/** Keeps one comment on the pull request that shows the state of its site. */
export function createPullRequestComment(wording: Wording): Step {
  const fingerprintOf = createFingerprint((site) => wording.pullRequestComment(site))
  return {
    name: 'pull-request-comment',
    policy: 'notification',
    due: (site, now) => {
      const { comment } = site.status
      if (site.spec.pullRequest === undefined) return 'no'
      if (comment?.id !== undefined) return comment.key === fingerprintOf(site) ? 'no' : 'now'
      // Nobody has read a comment, and nobody needs to.
      if (site.spec.desired === 'gone') return 'no'
      const freeAt = comment === undefined ? now : comment.claimedAt + CLAIM_MS
      return freeAt <= now ? 'now' : { at: freeAt }
    },
    claim: ({ status: { comment } }, now) =>
      comment?.id === undefined ? { comment: { key: NOTHING, claimedAt: now } } : {},
    run: async (site, { codeHost, clock }) => {
      const { pullRequest, repository } = site.spec
      const { comment } = site.status
      if (pullRequest === undefined) return {}
      const body = wording.pullRequestComment(site)
      const id = await codeHost.comment(repository, pullRequest.number, body, comment?.id)
      return { comment: { key: fingerprintOf(site), claimedAt: comment?.claimedAt ?? clock.now(), id } }
    },
  }
}
