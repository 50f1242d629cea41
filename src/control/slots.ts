import type { Site } from '../site/site.ts'
import { slotOwnerOf } from '../site/slot.ts'
import type { SiteStore, Slot } from './ports.ts'

/** Slots that no record speaks of: whoever took them died before he could save why. */
export function strayOf(slots: readonly Slot[], sites: readonly Site[]): Slot[] {
  const byId = new Map(sites.map((site) => [site.id, site]))
  return slots.filter(({ siteId, owner }) => {
    const site = byId.get(siteId)
    return site === undefined || (slotOwnerOf(site) !== owner && site.status.slot !== owner)
  })
}

/** Sites that are taken for counted, and are not: their slot went to an owner whom the record never got. */
export function uncountedOf(slots: readonly Slot[] | undefined, sites: readonly Site[]): Site[] {
  if (slots === undefined) return []
  return sites.filter(({ id, status: { slot } }) => {
    return slot !== undefined && !slots.some(({ siteId, owner }) => siteId === id && owner === slot)
  })
}

/** Counts a site as its record says now; without limits, since it is there. */
export async function countAgain(store: SiteStore, { name, id }: Site): Promise<void> {
  const site = await store.load(name)
  const owner = site?.id === id ? slotOwnerOf(site) : undefined
  if (owner !== undefined) await store.holdSlot({ siteId: id, owner })
}
