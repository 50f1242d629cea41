import type { Site } from '../../site/site.ts'
import { type Instant, MINUTE_MS } from '../../site/time.ts'
import type { Resources } from './list-resources.ts'
import { surplusImages } from '../images/surplus.ts'
import type { Sighting, Ports } from '../ports.ts'
import { isMiscounted, orphanedEntries } from '../quota.ts'

export type OrphanKind =
  | 'machine'
  | 'image'
  | 'route'
  | 'alarm'
  | 'repository-access'
  | 'environment'
  | 'quota'
  | 'quota-total'

/** Something of ours that no record knows of. */
export interface Orphan {
  kind: OrphanKind
  /** The same in each sweep, and different for each orphan. */
  key: string
  siteId: string
  remove(): Promise<void>
}

/** Resources that belong to none of these sites. */
export function orphansAmong(resources: Resources, sites: readonly Site[], ports: Ports): Orphan[] {
  const { instances, routes, alarm, codeHost, environments, store } = ports
  const byId = new Map(sites.map((site) => [site.id, site]))
  const statusOf = (siteId: string) => byId.get(siteId)?.status
  const surplus = surplusImages(resources.images ?? [], sites)
  return [
    ...(resources.machines ?? [])
      .filter(({ id, siteId, state }) => {
        const status = statusOf(siteId)
        return state !== 'terminating' && status?.instance?.id !== id && status?.launching !== true
      })
      .map(({ id, siteId }) => orphan('machine', id, siteId, () => instances.terminate(id))),
    ...(resources.images ?? [])
      .filter((image) => {
        const { id, siteId, label } = image
        if (label !== undefined) return surplus.has(image)
        const status = statusOf(siteId)
        return status?.archive?.imageId !== id && status?.superseded.includes(id) !== true
      })
      .map(({ id, siteId }) => orphan('image', id, siteId, () => instances.removeImage(id))),
    ...(resources.routes ?? [])
      .filter(({ siteId }) => statusOf(siteId)?.route === undefined)
      .map(({ siteId, name }) => orphan('route', name, siteId, () => routes.remove({ id: siteId, name }))),
    ...(resources.alarms ?? [])
      .filter(({ siteId }) => !byId.has(siteId))
      .map(({ siteId }) => orphan('alarm', siteId, siteId, () => alarm.clear({ id: siteId }))),
    ...(resources.repositoryAccess ?? [])
      .filter(({ siteId }) => !mayHaveAccess(byId.get(siteId)))
      .map(({ siteId, repository }) =>
        orphan('repository-access', repository, siteId, () => codeHost.revoke({ id: siteId }, repository)),
      ),
    ...(resources.environments ?? [])
      .filter(({ siteId, key, isShared }) => !isShared && byId.get(siteId)?.spec.environment?.key !== key)
      .map(({ siteId, key }) => orphan('environment', key, siteId, () => environments.remove({ id: siteId }, key))),
    // Before entries go, which are counted.
    ...wrongTotals(resources).map((revision) =>
      orphan('quota-total', String(revision), 'all', () => store.recountQuota(revision)),
    ),
    ...orphanedEntries(resources.quotaEntries ?? [], sites).map((entry) =>
      orphan('quota', entry.owner, entry.siteId, () => store.releaseQuota(entry)),
    ),
  ]
}

/** The revision of a total that isn't what the entries are. One that lasts from sweep to sweep is no change under way: a process died. */
function wrongTotals({ quotaTotal, quotaEntries }: Resources): number[] {
  if (quotaTotal === undefined || quotaEntries === undefined) return []
  return isMiscounted(quotaTotal, quotaEntries) ? [quotaTotal.revision] : []
}

/** A site with a machine may get new access at any moment, which replaces what is left of the old: revoking that would revoke the new. */
function mayHaveAccess(site: Site | undefined): boolean {
  if (site === undefined) return false
  const { spec, status } = site
  return (
    status.repositoryAccess !== undefined || status.command !== undefined || ['up', 'asleep'].includes(spec.desired)
  )
}

function orphan(kind: Orphan['kind'], id: string, siteId: string, remove: () => Promise<void>): Orphan {
  return { kind, key: `${kind} ${id} of ${siteId}`, siteId, remove }
}

/** Earlier sightings of kinds that could not be listed now. */
export function unconfirmed(before: readonly Sighting[], resources: Resources): Sighting[] {
  const lists: Record<OrphanKind, unknown> = {
    machine: resources.machines,
    image: resources.images,
    route: resources.routes,
    alarm: resources.alarms,
    'repository-access': resources.repositoryAccess,
    environment: resources.environments,
    quota: resources.quotaEntries,
    'quota-total': resources.quotaTotal,
  }
  return before.filter(({ key }) =>
    Object.entries(lists).some(([kind, list]) => list === undefined && key.startsWith(`${kind} `)),
  )
}

/**
 * An orphan is what two sweeps see this far apart. Sweeps can run sooner after each other, by hand or because EventBridge may trigger
 * twice; both would then see what is just being made, or isn't listed yet.
 */
const LASTING_MS = 30 * MINUTE_MS

export function classified(orphans: Orphan[], before: readonly Sighting[], now: Instant) {
  const firstSeen = new Map(before.map(({ key, since }) => [key, since]))
  const sightings = orphans.map(({ key }) => ({ key, since: firstSeen.get(key) ?? now }))
  const lasting = new Set(sightings.filter(({ since }) => since + LASTING_MS <= now).map(({ key }) => key))
  return {
    sightings,
    suspects: orphans.filter(({ key }) => !lasting.has(key)),
    removable: orphans.filter(({ key }) => lasting.has(key)),
  }
}
