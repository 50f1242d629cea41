import type { Site } from '../site/site.ts'
import type { World } from './ports.ts'
import { strayOf } from './slots.ts'

/** Something of ours in the world that no record speaks of. */
export interface Orphan {
  kind: 'machine' | 'image' | 'route' | 'alarm' | 'grant' | 'slot'
  /** Tells it from all other orphans, from one sweep to the next. */
  key: string
  siteId: string
  remove(): Promise<void>
}

/** What is there of ours and belongs to none of these sites. */
export async function findOrphans(world: World, sites: ReadonlyMap<string, Site>): Promise<Orphan[]> {
  const { instances, routes, alarm, codeHost, store } = world
  const [{ machines, images }, allRoutes, alarms, grants, slots] = await Promise.all([
    instances.list(),
    routes.list(sites.values()),
    alarm.list(),
    codeHost.grants(repositoriesOf(sites)),
    store.slots(),
  ])
  const statusOf = (siteId: string) => sites.get(siteId)?.status
  return [
    ...machines
      .filter(({ id, siteId, state }) => {
        const status = statusOf(siteId)
        return state !== 'terminating' && status?.instance?.id !== id && status?.launching !== true
      })
      .map(({ id, siteId }) => orphan('machine', id, siteId, () => instances.terminate(id))),
    ...images
      .filter(({ id, siteId }) => {
        const status = statusOf(siteId)
        return status?.archive?.imageId !== id && status?.superseded.includes(id) !== true
      })
      .map(({ id, siteId }) => orphan('image', id, siteId, () => instances.removeImage(id))),
    ...allRoutes
      .filter(({ siteId }) => statusOf(siteId)?.route === undefined)
      .map(({ siteId, name }) => orphan('route', name, siteId, () => routes.remove({ id: siteId, name }))),
    ...alarms
      .filter(({ siteId }) => !sites.has(siteId))
      .map(({ siteId }) => orphan('alarm', siteId, siteId, () => alarm.clear({ id: siteId }))),
    ...grants
      .filter(({ siteId }) => statusOf(siteId)?.grant === undefined && statusOf(siteId)?.command === undefined)
      .map(({ siteId, repository }) =>
        orphan('grant', repository, siteId, () => codeHost.revoke({ id: siteId }, repository)),
      ),
    ...strayOf(slots, sites).map((slot) => orphan('slot', slot.owner, slot.siteId, () => store.freeSlot(slot))),
  ]
}

function repositoriesOf(sites: ReadonlyMap<string, Site>): string[] {
  return [...new Set([...sites.values()].map(({ spec, status }) => status.grant?.repository ?? spec.repository))]
}

function orphan(kind: Orphan['kind'], id: string, siteId: string, remove: () => Promise<void>): Orphan {
  return { kind, key: `${kind} ${id} of ${siteId}`, siteId, remove }
}
