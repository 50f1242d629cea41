import { quotaOwnerOf } from '../../src/control/quota.ts'
import { siteSchema, type Site } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'

/** When {@link aSite} was asked for: a Monday noon in Tokyo. */
export const SITE_CREATED_AT = Date.parse('2026-11-02T03:00:00Z')

/** What it serves, and the head of its branch. */
const COMMIT = '3f2a1c9d'.repeat(5)

/** Parts of it, in any depth; undefined takes an optional part away. */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Overrides<T[K]> | undefined }
    : T

/** A valid record: ready for two minutes, with two weeks to live, and counted, but for what is said otherwise. */
export function aSite(overrides: Overrides<Site> = {}): Site {
  const { name = 'plum' } = overrides
  const site = siteSchema.parse(merged(readySite(name, SITE_CREATED_AT), overrides))
  const quotaOwner = quotaOwnerOf(site)
  const isCounted = quotaOwner !== undefined && !(overrides.status && 'quotaOwner' in overrides.status)
  return isCounted ? { ...site, status: { ...site.status, quotaOwner } } : site
}

function readySite(name: string, createdAt: number): Site {
  const readyAt = createdAt + MINUTE_MS
  return {
    name,
    id: `site-${name}`,
    version: 7,
    createdAt,
    spec: {
      desired: 'up',
      repository: 'orchard/plum',
      branch: 'main',
      documentRoot: 'public',
      image: 'debian-12',
      size: 'small',
      // Of the word 'password', at bcrypt's lowest cost.
      access: {
        user: 'guest',
        passwordHash: '$2b$04$85AK/oy/DKGQQGtkix/zPOhJT1xRhbGxDewZkXx67zF4iAZ0lD1E6',
        revision: 1,
      },
      expiresAt: createdAt + 14 * DAY_MS,
      expirySetAt: createdAt,
      owner: 'U001',
      channel: 'C001',
      setUpRevision: 1,
      usersRevision: 1,
      retryRevision: 1,
    },
    status: {
      launches: 1,
      instance: {
        id: `machine-${name}-1`,
        launch: 1,
        state: 'running',
        since: createdAt,
        boot: 1,
        address: '127.0.0.1:4001',
        reachable: true,
      },
      setUp: { revision: 1, launch: 1, boot: 1, at: readyAt },
      deploy: { commit: COMMIT, subject: 'Begin', author: 'Aki', at: readyAt },
      head: { commit: COMMIT, at: readyAt, served: COMMIT },
      access: { revision: 1, launch: 1 },
      route: { instanceId: `machine-${name}-1`, address: '127.0.0.1:4001' },
      repositoryAccess: { repository: 'orchard/plum', webhookId: `hook-${name}` },
      superseded: [],
      notifications: {},
      failures: {},
      durations: { launch: 20_000, boot: 20_000, setUp: 20_000 },
    },
    history: [{ at: createdAt, by: 'U001', action: 'create', to: createdAt + 14 * DAY_MS }],
  }
}

function merged(base: unknown, overrides: unknown): unknown {
  if (!isPlain(base) || !isPlain(overrides)) return overrides
  const result = { ...base }
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) delete result[key]
    else result[key] = merged(base[key], value)
  }
  return result
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
