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

export type Things = Awaited<ReturnType<typeof listThings>>

/** All that is there of ours. */
export async function listThings({ instances, routes, alarm, codeHost, store }: World, sites: readonly Site[]) {
  const [{ machines, images }, allRoutes, alarms, grants, slots] = await Promise.all([
    instances.list(),
    routes.list(sites),
    alarm.list(),
    codeHost.grants(repositoriesOf(sites)),
    store.slots(),
  ])
  return { machines, images, routes: allRoutes, alarms, grants, slots }
}

/** What belongs to none of these sites; they are to be read after the things were listed, lest one be made in between. */
export function orphansAmong(things: Things, sites: readonly Site[], world: World): Orphan[] {
  const { instances, routes, alarm, codeHost, store } = world
  const byId = new Map(sites.map((site) => [site.id, site]))
  const statusOf = (siteId: string) => byId.get(siteId)?.status
  return [
    ...things.machines
      .filter(({ id, siteId, state }) => {
        const status = statusOf(siteId)
        return state !== 'terminating' && status?.instance?.id !== id && status?.launching !== true
      })
      .map(({ id, siteId }) => orphan('machine', id, siteId, () => instances.terminate(id))),
    ...things.images
      .filter(({ id, siteId }) => {
        const status = statusOf(siteId)
        return status?.archive?.imageId !== id && status?.superseded.includes(id) !== true
      })
      .map(({ id, siteId }) => orphan('image', id, siteId, () => instances.removeImage(id))),
    ...things.routes
      .filter(({ siteId }) => statusOf(siteId)?.route === undefined)
      .map(({ siteId, name }) => orphan('route', name, siteId, () => routes.remove({ id: siteId, name }))),
    ...things.alarms
      .filter(({ siteId }) => !byId.has(siteId))
      .map(({ siteId }) => orphan('alarm', siteId, siteId, () => alarm.clear({ id: siteId }))),
    ...things.grants
      .filter(({ siteId }) => !mayUseGrant(byId.get(siteId)))
      .map(({ siteId, repository }) =>
        orphan('grant', repository, siteId, () => codeHost.revoke({ id: siteId }, repository)),
      ),
    ...strayOf(things.slots, sites).map((slot) => orphan('slot', slot.owner, slot.siteId, () => store.freeSlot(slot))),
  ]
}

/**
 * A site with a machine may be granted another at any moment, which replaces what is left of an earlier one; taking that away would take
 * the new one, too.
 */
function mayUseGrant(site: Site | undefined): boolean {
  if (site === undefined) return false
  const { spec, status } = site
  return status.grant !== undefined || status.command !== undefined || ['up', 'asleep'].includes(spec.desired)
}

function repositoriesOf(sites: readonly Site[]): string[] {
  return [...new Set(sites.map(({ spec, status }) => status.grant?.repository ?? spec.repository))]
}

function orphan(kind: Orphan['kind'], id: string, siteId: string, remove: () => Promise<void>): Orphan {
  return { kind, key: `${kind} ${id} of ${siteId}`, siteId, remove }
}
