import type { Site } from '../../site/site.ts'
import type { Resources } from './list-resources.ts'
import type { Sighting, World } from '../ports.ts'
import { orphanedEntries } from '../quota.ts'

export type OrphanKind = 'machine' | 'image' | 'route' | 'alarm' | 'repository-access' | 'quota'

/** Something of ours in the world that no record speaks of. */
export interface Orphan {
  kind: OrphanKind
  /** Tells it from all other orphans, from one sweep to the next. */
  key: string
  siteId: string
  remove(): Promise<void>
}

/** What belongs to none of these sites; they are to be read after the things were listed, lest one be made in between. What could not be listed has none. */
export function orphansAmong(things: Resources, sites: readonly Site[], world: World): Orphan[] {
  const { instances, routes, alarm, codeHost, store } = world
  const byId = new Map(sites.map((site) => [site.id, site]))
  const statusOf = (siteId: string) => byId.get(siteId)?.status
  return [
    ...(things.machines ?? [])
      .filter(({ id, siteId, state }) => {
        const status = statusOf(siteId)
        return state !== 'terminating' && status?.instance?.id !== id && status?.launching !== true
      })
      .map(({ id, siteId }) => orphan('machine', id, siteId, () => instances.terminate(id))),
    ...(things.images ?? [])
      .filter(({ id, siteId }) => {
        const status = statusOf(siteId)
        return status?.archive?.imageId !== id && status?.superseded.includes(id) !== true
      })
      .map(({ id, siteId }) => orphan('image', id, siteId, () => instances.removeImage(id))),
    ...(things.routes ?? [])
      .filter(({ siteId }) => statusOf(siteId)?.route === undefined)
      .map(({ siteId, name }) => orphan('route', name, siteId, () => routes.remove({ id: siteId, name }))),
    ...(things.alarms ?? [])
      .filter(({ siteId }) => !byId.has(siteId))
      .map(({ siteId }) => orphan('alarm', siteId, siteId, () => alarm.clear({ id: siteId }))),
    ...(things.repositoryAccess ?? [])
      .filter(({ siteId }) => !mayUseGrant(byId.get(siteId)))
      .map(({ siteId, repository }) =>
        orphan('repository-access', repository, siteId, () => codeHost.revoke({ id: siteId }, repository)),
      ),
    ...orphanedEntries(things.quotaEntries ?? [], sites).map((entry) =>
      orphan('quota', entry.owner, entry.siteId, () => store.releaseQuota(entry)),
    ),
  ]
}

/**
 * A site with a machine may be granted another at any moment, which replaces what is left of an earlier one; taking that away would take
 * the new one, too.
 */
function mayUseGrant(site: Site | undefined): boolean {
  if (site === undefined) return false
  const { spec, status } = site
  return (
    status.repositoryAccess !== undefined || status.command !== undefined || ['up', 'asleep'].includes(spec.desired)
  )
}

function orphan(kind: Orphan['kind'], id: string, siteId: string, remove: () => Promise<void>): Orphan {
  return { kind, key: `${kind} ${id} of ${siteId}`, siteId, remove }
}

/** Earlier sightings of what could not be listed now: they are neither confirmed nor refuted. */
export function unconfirmed(before: readonly Sighting[], things: Resources): Sighting[] {
  const lists: Record<OrphanKind, unknown> = {
    machine: things.machines,
    image: things.images,
    route: things.routes,
    alarm: things.alarms,
    'repository-access': things.repositoryAccess,
    quota: things.quotaEntries,
  }
  return before.filter(({ key }) =>
    Object.entries(lists).some(([kind, list]) => list === undefined && key.startsWith(`${kind} `)),
  )
}
