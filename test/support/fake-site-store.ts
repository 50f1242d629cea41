import { fromCursor, toCursor, type Place } from '../../src/aws/cursor.ts'
import { lifeOf } from '../../src/aws/site-item.ts'
import type { SiteQuery, SiteStore, Slot } from '../../src/control/ports.ts'
import { ConflictError } from '../../src/site/errors.ts'
import { siteSchema, type Site } from '../../src/site/site.ts'

export interface FakeSiteStore extends SiteStore {
  /** Copies of all records. */
  all(): Site[]
}

/** Sites in memory. `onSave` hears the name after everything that the table's stream would report. */
export function createFakeSiteStore({ onSave }: { onSave?: (name: string) => void } = {}): FakeSiteStore {
  const sites = new Map<string, Site>()
  let slots: Slot[] = []
  let orphans: string[] = []
  const write = (site: Site): Site => {
    const stored = stripped(site)
    sites.set(site.name, stored)
    onSave?.(site.name)
    return structuredClone(stored)
  }
  const check = (site: Site) => {
    const stored = sites.get(site.name)
    if (stored?.id !== site.id || stored.version !== site.version) throw new ConflictError(site.name)
  }
  return {
    all: () => structuredClone([...sites.values()]),
    load: async (name) => structuredClone(sites.get(name)),
    create: async (site) => {
      if (sites.has(site.name)) throw new ConflictError(site.name)
      return write(site)
    },
    save: async (site) => {
      check(site)
      return write({ ...site, version: site.version + 1 })
    },
    remove: async (site) => {
      check(site)
      sites.delete(site.name)
      onSave?.(site.name)
    },
    list: async (query, { limit, cursor }) => {
      const listed = [...sites.values()]
        .filter((site) => isAskedFor(site, query))
        .toSorted((a, b) => inOrder(a, b, query))
      const start = cursor === undefined ? undefined : fromCursor(cursor)
      const rest = start === undefined ? listed : listed.filter((site) => isAfter(placeOf(site, query), start, query))
      const page = rest.slice(0, limit)
      const last = rest.length > limit ? page.at(-1) : undefined
      return { sites: structuredClone(page), ...(last === undefined ? {} : { cursor: toCursor(placeOf(last, query)) }) }
    },
    holdSlot: async ({ siteId, owner }, { from = owner, limits = {} } = {}) => {
      const { all = Infinity, perOwner = Infinity } = limits
      if (slots.some((slot) => slot.siteId === siteId && slot.owner === owner)) return 'held'
      if (slots.filter((slot) => slot.owner === owner).length >= perOwner) return 'owner-full'
      const theirs = slots.find((slot) => slot.siteId === siteId && slot.owner === from)
      if (theirs === undefined && slots.length >= all) return 'all-full'
      slots = [...slots.filter((slot) => slot !== theirs), { siteId, owner }]
      return 'held'
    },
    freeSlot: async ({ siteId, owner }) => {
      slots = slots.filter((slot) => slot.siteId !== siteId || slot.owner !== owner)
    },
    slots: async () => structuredClone(slots),
    loadOrphans: async () => [...orphans],
    saveOrphans: async (keys) => {
      orphans = [...keys]
    },
  }
}

/** What a real table would give back: without undefined parts, and refused when it could not be read. */
function stripped(site: Site): Site {
  return siteSchema.parse(JSON.parse(JSON.stringify(site)))
}

function isAskedFor(site: Site, query: SiteQuery): boolean {
  if (query.by === 'owner') return site.spec.owner === query.owner
  if (query.by === 'channel') return site.spec.channel === query.channel
  return lifeOf(site) === query.life
}

function placeOf(site: Site, { by }: SiteQuery): Place {
  return [site.name, by === 'channel' ? site.createdAt : site.spec.expiresAt]
}

function compare([nameA, a]: Place, [nameB, b]: Place, { by }: SiteQuery): number {
  const order = a - b || (nameA < nameB ? -1 : Number(nameA > nameB))
  return by === 'channel' ? -order : order
}

function inOrder(a: Site, b: Site, query: SiteQuery): number {
  return compare(placeOf(a, query), placeOf(b, query), query)
}

function isAfter(place: Place, start: Place, query: SiteQuery): boolean {
  return compare(place, start, query) > 0
}
