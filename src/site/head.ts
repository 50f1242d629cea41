import { pushMends } from './failure-reasons.ts'
import { failureOf } from './failures.ts'
import type { Failure, Site, SiteStatus } from './site.ts'

/** The machine serves something else than the branch's head, and may be able to deploy that. */
export function isBehind({ status: { head, deploy, troubles } }: Pick<Site, 'status'>): boolean {
  if (head?.commit === undefined || head.failed === true) return false
  // What it deployed since then, it fetched by itself: that may be newer.
  const isKnown = head.served === deploy?.commit
  return isKnown && head.commit !== deploy?.commit && head.commit !== troubles?.deploy?.commit
}

/**
 * GitHub has to be asked for the head: it wasn't since the last set-up, or since there is a webhook, before which the machine receives no
 * pushes; or the machine was behind, and serves a third commit by now.
 */
export function isHeadOutdated({ status: { head, setUp, deploy, repositoryAccess } }: Pick<Site, 'status'>): boolean {
  if (head === undefined || head.at < Math.max(setUp?.at ?? 0, repositoryAccess?.webhookAt ?? 0)) return true
  const wasBehind = head.commit !== undefined && head.commit !== head.served
  return wasBehind && deploy?.commit !== head.commit && deploy?.commit !== head.served
}

/** The commit that is probably the branch's head. */
export function expectedHead({ status: { head, deploy } }: Pick<Site, 'status'>): string | undefined {
  return head !== undefined && head.served === deploy?.commit ? head.commit : deploy?.commit
}

/** Why its set-up failed, if another commit may mend that. */
export function awaitsPush(site: Site): Failure | undefined {
  const failure = site.spec.desired === 'up' ? failureOf(site, 'set-up') : undefined
  return failure !== undefined && pushMends.has(failure.reason) ? failure : undefined
}

/** The failures that count once another commit is there: the set-up is tried again with it. */
export function failuresAfterPush(site: Site): SiteStatus['failures'] {
  const { failures } = site.status
  if (awaitsPush(site) === undefined) return failures
  const { 'set-up': _, ...others } = failures
  return others
}
