import type { ViewContext } from '../../views/view-context.ts'
import { cardFacts } from '../site/card.ts'
import type { AuditEntry } from '../site/audit.ts'
import type { HistoryEntry, Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'

/** A site for scripts: times as ISO 8601 in UTC, and nothing of the password. */
export function siteJson(
  site: Site,
  { policy, siteUrl }: Pick<ViewContext, 'policy' | 'siteUrl'>,
): Record<string, unknown> {
  const { spec, status } = site
  const { phase, operations, purgeAt, deploy, deploying, ssh, failure, costs } = cardFacts(site, policy)
  return {
    name: site.name,
    id: site.id,
    phase,
    address: siteUrl(site.name),
    repository: spec.repository,
    branch: spec.branch,
    note: spec.note,
    documentRoot: spec.documentRoot,
    appDirectory: spec.appDirectory,
    startCommand: spec.startCommand,
    spaFallback: spec.spaFallback,
    services: spec.services,
    sharedDirectories: spec.sharedDirectories,
    image: spec.image,
    size: spec.size,
    accessUser: spec.access.user,
    sshTeam: spec.sshTeam,
    owner: spec.owner,
    channel: spec.channel,
    createdAt: iso(site.createdAt),
    expiresAt: iso(spec.expiresAt),
    idleTimeout: spec.idleTimeout,
    keepAwakeUntil: iso(spec.keepAwakeUntil),
    purgeAt: iso(purgeAt),
    costs: costs && { currency: policy.prices?.currency, ...costs },
    instanceId: status.instance?.id,
    deploy: deploy && { ...deploy, at: iso(deploy.at), deployedAt: iso(deploy.deployedAt) },
    deploying,
    ssh,
    failure: failure && { step: failure.step, ...failure.failure, retryAt: iso(failure.failure.retryAt) },
    operations,
    shares: sharesJson(site),
    history: site.history.map(historyJson),
  }
}

/** Without hashes: nobody needs them. */
export function sharesJson({ spec, status }: Site) {
  return (spec.access.shares ?? []).map(({ id, client, path, until, by, at }) => {
    const opened = status.shareOpenings?.[id]
    return { client, path, until: iso(until), by, at: iso(at), opened: opened?.count ?? 0, openedAt: iso(opened?.at) }
  })
}

function historyJson({ at, to, ...entry }: HistoryEntry) {
  return { at: iso(at), ...entry, to: typeof to === 'number' ? iso(to) : to }
}

/** A line of the audit trail. */
export function auditJson({ site, siteId, repository, ...entry }: AuditEntry) {
  const { at, ...rest } = historyJson(entry)
  return { at, site, siteId, repository, ...rest }
}

function iso(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString()
}
