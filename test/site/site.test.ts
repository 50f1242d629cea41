import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { phases } from '../../src/site/phase.ts'
import { siteSchema } from '../../src/site/site.ts'
import { aSite } from '../support/a-site.ts'
import { aFailure, archive, siteThatIs } from './sites.ts'

/** A record as it may be found in a table: with that value at that dotted place, undefined for none. */
function recordWith(place: string, value: unknown): unknown {
  return put(full, place.split('.'), value)
}

function put(base: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const parts = new Map<string, unknown>(Object.entries(base ?? {}))
  return Object.fromEntries(parts.set(key, put(parts.get(key), rest, value)))
}

/** A record of which everything is there. */
const full = aSite({
  status: {
    instance: { ssh: { host: '127.0.0.1', port: 2201 } },
    command: { job: 'access', revision: 1, accessRevision: 1, startedAt: 1 },
    archive,
    card: { key: 'digest', claimedAt: 1, channel: 'C001' },
    failures: { route: aFailure({ retryAt: 5 }) },
    alarmAt: 5,
  },
})

/** The dotted places of all numbers in it. */
function numbersIn(part: unknown, place: string[] = []): string[] {
  if (typeof part === 'number') return [place.join('.')]
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return []
  return Object.entries(part).flatMap(([key, value]) => numbersIn(value, [...place, key]))
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : inspect(value, { breakLength: Infinity, maxStringLength: 20 })
}

describe('siteSchema', () => {
  it('accepts a record in any phase, also after it was kept as JSON', () => {
    for (const phase of phases) {
      const site = siteThatIs(phase)
      assert.deepEqual(siteSchema.parse(JSON.parse(JSON.stringify(site))), site, phase)
    }
  })

  it('accepts a record of which nothing is there, as the first versions wrote it', () => {
    const { status, spec, ...site } = aSite({ spec: { archiveRequestedAt: undefined, sshTeam: undefined } })
    const { launches, superseded, notifications, failures } = status
    const bare = {
      ...site,
      spec,
      status: { launches, superseded, notifications, failures, durations: {} },
      history: [],
    }
    assert.deepEqual(siteSchema.parse(bare), bare)
  })

  it('accepts notification types and reasons of other versions', () => {
    const notifications = { closing: { key: 'k', claimedAt: 1, channel: 'C001' } }
    const site = aSite({ status: { notifications, failures: { route: aFailure({ reason: 'rain' }) } } })
    assert.deepEqual(site.status.notifications, notifications)
    assert.equal(site.status.failures.route?.reason, 'rain')
  })

  for (const place of ['life', 'spec.colour', 'status.weather', 'status.instance.rack']) {
    it(`leaves out what it does not know: ${place}`, () => {
      assert.deepEqual(siteSchema.parse(recordWith(place, 'x')), full)
    })
  }

  const required = [
    ['name', 'id', 'version', 'createdAt', 'spec', 'status', 'history'],
    ['spec.desired', 'spec.repository', 'spec.access', 'spec.expiresAt', 'spec.expirySetAt', 'spec.owner'],
    ['spec.access.passwordHash', 'spec.setUpRevision', 'spec.retryRevision'],
    ['status.launches', 'status.superseded', 'status.notifications', 'status.failures', 'status.durations'],
    ['status.instance.state', 'status.instance.reachable', 'status.setUp.boot', 'status.route.instanceId'],
  ].flat()
  const filled = [
    'name',
    'id',
    'spec.repository',
    'spec.branch',
    'spec.image',
    'spec.size',
    'spec.owner',
    'spec.channel',
  ]
  const malformed: [place: string, value: unknown][] = [
    ...required.map((place): [string, unknown] => [place, undefined]),
    ...[...filled, 'spec.access.user', 'spec.access.passwordHash'].map((place): [string, unknown] => [place, '']),
    ['name', 'x'.repeat(64)],
    ['version', '7'],
    ['version', 7.5],
    ['createdAt', '2026-11-02T03:00:00Z'],
    ['createdAt', -1],
    ['spec.desired', 'down'],
    ['spec.documentRoot', null],
    ['spec.appDirectory', ''],
    ['spec.startCommand', 5],
    ['spec.expiresAt', 0.5],
    ['spec.expiresAt', Number.NaN],
    ['spec.expiresAt', Infinity],
    ['spec.sshTeam', 5],
    ['status.instance.state', 'lost'],
    ['status.instance.reachable', 'yes'],
    ['status.archive', { imageId: 'image-1', launch: 1, state: 'broken', at: 1 }],
    ['status.command', { job: 'mow', revision: 1, accessRevision: 1, startedAt: 1 }],
    ['status.deploy.commit', '3f2a1c'],
    ['status.superseded', 'image-1'],
    ['status.card', { key: 'digest', channel: 'C001' }],
    ['status.notifications.ready', { key: '1' }],
    ['status.failures.route', { ...aFailure(), attempts: 0 }],
    ['status.durations.launch', -1],
    ['status.durations', { mow: 1 }],
    ['history', {}],
    ['history', [{ at: 1, by: 'U001', action: 7 }]],
    ['history', [{ at: 1, action: 'sleep' }]],
  ]
  for (const [place, value] of malformed) {
    it(`refuses ${shown(value)} for ${place}`, () => {
      const { error } = siteSchema.safeParse(recordWith(place, value))
      const places = error?.issues.map(({ path }) => path.join('.')) ?? []
      assert.ok(places.length > 0 && places.every((found) => `${found}.`.startsWith(`${place}.`)), String(places))
    })
  }

  it('refuses parts of a millisecond, and of whatever else is counted', () => {
    const places = numbersIn(full)
    assert.ok(places.length > 25 && siteSchema.safeParse(full).success)
    for (const place of places) assert.ok(!siteSchema.safeParse(recordWith(place, 7.5)).success, place)
  })

  it('refuses what is no record at all', () => {
    for (const value of [undefined, null, '', 'plum', 7, [], {}]) assert.ok(!siteSchema.safeParse(value).success)
  })
})
