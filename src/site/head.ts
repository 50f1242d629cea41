import type { Site } from './site.ts'

/** The machine serves something else than the branch's head, and nobody knows yet that it cannot deploy that. */
export function isBehind({ status: { head, deploy, troubles } }: Pick<Site, 'status'>): boolean {
  if (head?.commit === undefined || head.failed === true) return false
  // What it has begun to serve since it has fetched itself, and may be newer.
  const isKnown = head.served === deploy?.commit
  return isKnown && head.commit !== deploy?.commit && head.commit !== troubles?.deploy?.commit
}

/**
 * The head has to be asked for: it was not since the last set-up, before which the machine takes no pushes; or the machine was behind,
 * and serves a third commit by now.
 */
export function isHeadOutdated({ status: { head, setUp, deploy } }: Pick<Site, 'status'>): boolean {
  if (head === undefined || head.at < (setUp?.at ?? 0)) return true
  const wasBehind = head.commit !== undefined && head.commit !== head.served
  return wasBehind && deploy?.commit !== head.commit && deploy?.commit !== head.served
}

/** The commit that the branch's head is thought to be. */
export function expectedHead({ status: { head, deploy } }: Pick<Site, 'status'>): string | undefined {
  return head !== undefined && head.served === deploy?.commit ? head.commit : deploy?.commit
}
