import { fromCursor, toCursor, type Position } from '../../src/aws/list-sites.ts'
import { lifeOf } from '../../src/aws/site-item.ts'
import type {
  CallLog,
  KeptPicture,
  RepositoryEnvironment,
  Sighting,
  SiteQuery,
  SiteStore,
  QuotaEntry,
} from '../../src/control/ports.ts'
import type { AuditEntry } from '../../src/site/audit.ts'
import { ConflictError } from '../../src/site/errors.ts'
import { siteSchema, type Site } from '../../src/site/site.ts'

export interface FakeSiteStore extends SiteStore {
  all(): Site[]
  trail(): AuditEntry[]
  auditTrail(since: number): Promise<AuditEntry[]>
}

export interface FakeSiteStoreOptions {
  /** Hears the name after everything that the table's stream would report. */
  onSave?: (name: string) => void
  /** Whether each record is checked before it is stored, as the real table's are; it takes longer than all else here. */
  isChecked?: boolean
}

/** Sites in memory. What it gives out is frozen: nobody changes a record but by saving another. */
export function createFakeSiteStore({ onSave, isChecked = true }: FakeSiteStoreOptions = {}): FakeSiteStore {
  const sites = new Map<string, Site>()
  let entries: QuotaEntry[] = []
  let orphans: Sighting[] = []
  const trail = new Map<string, AuditEntry>()
  let removed = { month: '', costs: new Map<string, number>() }
  const shared = new Map<string, RepositoryEnvironment>()
  const pictures = new Map<string, KeptPicture>()
  const callLogs = new Map<string, CallLog>()
  const leases = new Map<string, { holder: string; until: number }>()
  const write = (site: Site): Site => {
    const stored = frozen(isChecked ? siteSchema.parse(site) : site)
    sites.set(site.name, stored)
    onSave?.(site.name)
    return stored
  }
  const check = (site: Site) => {
    const stored = sites.get(site.name)
    if (stored?.id !== site.id || stored.version !== site.version) throw new ConflictError(site.name)
  }
  return {
    all: () => [...sites.values()],
    trail: () => [...trail.values()],
    load: async (name) => sites.get(name),
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
      const rest =
        start === undefined ? listed : listed.filter((site) => isAfter(positionOf(site, query), start, query))
      const page = rest.slice(0, limit)
      const last = rest.length > limit ? page.at(-1) : undefined
      return { sites: page, ...(last === undefined ? {} : { cursor: toCursor(positionOf(last, query)) }) }
    },
    takeQuota: async ({ siteId, owner }, { from = owner, limits = {} } = {}) => {
      const { all = Infinity, perOwner = Infinity } = limits
      if (entries.some((entry) => entry.siteId === siteId && entry.owner === owner)) return 'taken'
      if (entries.filter((entry) => entry.owner === owner).length >= perOwner) return 'owner-quota-reached'
      const theirs = entries.find((entry) => entry.siteId === siteId && entry.owner === from)
      if (theirs === undefined && entries.length >= all) return 'site-quota-reached'
      entries = [...entries.filter((entry) => entry !== theirs), { siteId, owner }]
      return 'taken'
    },
    releaseQuota: async ({ siteId, owner }) => {
      entries = entries.filter((entry) => entry.siteId !== siteId || entry.owner !== owner)
    },
    quotaEntries: async () => entries.map((entry) => ({ ...entry })),
    quotaTotal: async () => ({ count: entries.length, underWay: 0, revision: 0 }),
    recountQuota: async () => {},
    addRemovedCost: async (month, { siteId, cost }) => {
      if (month > removed.month) removed = { month, costs: new Map() }
      if (month === removed.month) removed.costs.set(siteId, cost)
    },
    removedCosts: async (month) =>
      month === removed.month ? [...removed.costs.values()].reduce((sum, cost) => sum + cost, 0) : 0,
    addAuditEntry: async (entry) => void trail.set(JSON.stringify(entry), frozen({ ...entry })),
    auditTrail: async (since) => [...trail.values()].filter(({ at }) => at >= since).toSorted((a, b) => a.at - b.at),
    savePicture: async (picture) => void pictures.set(picture.siteId, { ...picture }),
    loadPicture: async (siteId) => pictures.get(siteId),
    takeLease: async (name, { holder, now, until }) => {
      const held = leases.get(name)
      if (held !== undefined && held.holder !== holder && held.until > now) return false
      leases.set(name, { holder, until })
      return true
    },
    releaseLease: async (name, holder) => {
      if (leases.get(name)?.holder === holder) leases.delete(name)
    },
    loadCallLog: async (name) => callLogs.get(name),
    saveCallLog: async (name, log) => {
      if ((callLogs.get(name)?.version ?? log.version - 1) !== log.version - 1) throw new ConflictError(name)
      callLogs.set(name, structuredClone(log))
    },
    loadRepositoryEnvironment: async (repository) => shared.get(repository.toLowerCase()),
    saveRepositoryEnvironment: async (repository, environment) => {
      const key = repository.toLowerCase()
      const known = shared.get(key)
      if (known !== undefined && known.version !== environment.version - 1) throw new ConflictError(repository)
      shared.set(key, { ...environment })
    },
    loadOrphans: async () => orphans.map((orphan) => ({ ...orphan })),
    saveOrphans: async (sightings) => {
      orphans = sightings.map((sighting) => ({ ...sighting }))
    },
  }
}

/** The same, which can be changed no more; where there are undefined parts, a copy without them. */
function frozen<T extends object>(value: T): T
function frozen(value: object): object {
  if (!isParts(value) || Object.isFrozen(value)) return value
  for (const key of Object.keys(value)) {
    const part = value[key]
    if (part === undefined) return frozen(withoutUndefined(value))
    const kept = isParts(part) ? frozen(part) : part
    if (kept !== part) value[key] = kept
  }
  return Object.freeze(value)
}

function isParts(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function withoutUndefined(value: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
}

function isAskedFor(site: Site, query: SiteQuery): boolean {
  if (query.by === 'owner') return site.spec.owner === query.owner
  if (query.by === 'channel') return site.spec.channel === query.channel
  return lifeOf(site) === query.life
}

function positionOf(site: Site, { by }: SiteQuery): Position {
  return [site.name, by === 'channel' ? site.createdAt : site.spec.expiresAt]
}

function compare([nameA, a]: Position, [nameB, b]: Position, { by }: SiteQuery): number {
  const order = a - b || (nameA < nameB ? -1 : Number(nameA > nameB))
  return by === 'channel' ? -order : order
}

function inOrder(a: Site, b: Site, query: SiteQuery): number {
  return compare(positionOf(a, query), positionOf(b, query), query)
}

function isAfter(position: Position, start: Position, query: SiteQuery): boolean {
  return compare(position, start, query) > 0
}
