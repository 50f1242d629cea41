import assert from 'node:assert/strict'
import type { LogRequest } from '../../../src/control/log-request.ts'
import type { Site } from '../../../src/site/site.ts'
import { DAY_MS, type Instant } from '../../../src/site/time.ts'
import { countedOf, isCounted } from './counted.ts'
import type { FixtureName } from './fixtures.ts'
import type { Change } from './lasting-store.ts'
import { type Kind, people, readers, WORKSHOP } from './people.ts'

/**
 * Who may have what done, written down once more: nothing of this comes from the code that is tested. `there`: who asks in the
 * channel of the site's card. The owner may what is `there`'s, admins may everything.
 */
type Who = 'anybody' | 'there' | 'owner' | 'admin'

const USUAL: Partial<Record<string, Who>> = {
  extend: 'anybody',
  sleep: 'anybody',
  wake: 'anybody',
  delete: 'anybody',
  'delete-without-archive': 'owner',
  restore: 'anybody',
  'change-password': 'anybody',
  redeploy: 'anybody',
  'refresh-users': 'anybody',
  retry: 'anybody',
  environment: 'there',
  settings: 'there',
  'undo-settings': 'there',
  'idle-time': 'anybody',
  'keep-awake': 'anybody',
  share: 'anybody',
  'revoke-share': 'anybody',
  'revoke-all-shares': 'anybody',
  'hand-over': 'owner',
  adopt: 'anybody',
  logs: 'there',
}

const MAY: Record<FixtureName, Partial<Record<string, Who>>> = {
  open: USUAL,
  full: USUAL,
  strict: {
    extend: 'anybody',
    sleep: 'there',
    wake: 'anybody',
    delete: 'owner',
    'delete-without-archive': 'admin',
    restore: 'owner',
    'change-password': 'there',
    redeploy: 'there',
    'refresh-users': 'admin',
    retry: 'there',
    environment: 'there',
    settings: 'there',
    'undo-settings': 'there',
    'idle-time': 'owner',
    'keep-awake': 'anybody',
    share: 'anybody',
    'revoke-share': 'anybody',
    'revoke-all-shares': 'anybody',
    'hand-over': 'owner',
    adopt: 'anybody',
    logs: 'owner',
  },
}

interface Limits {
  days: number
  each: number
  all: number
  images: string[]
  sizes: string[]
  spot: boolean
}

const ANY = { days: 90, each: 20, images: ['debian-12', 'ubuntu-24'], sizes: ['small', 'large'], spot: true }
const limitsOf = (fixture: FixtureName, counted: number): Limits =>
  fixture === 'strict'
    ? { days: 6, each: 1, all: 500, images: ['debian-12'], sizes: ['small'], spot: false }
    : { ...ANY, all: fixture === 'full' ? counted : 500 }

export interface Asked {
  by: string
  /** The channel that it was asked in. */
  channel: string | undefined
  fixture: FixtureName
  /** All sites, before. */
  sites: readonly Site[]
  now: Instant
}

const kindOf = (id: string): Kind | undefined => (Object.hasOwn(people, id) ? people[id] : undefined)
const isAdmin = (kind: Kind | undefined) => kind === 'admin' || kind === 'named admin'

/** Guests, people of other workspaces, and those whom Slack does not know. */
export function isOutsider(id: string): boolean {
  const kind = kindOf(id)
  return kind === undefined || kind === 'guest' || kind === 'connected'
}

/** AssertionError when whoever asked had no right to that change. */
export function checkRight({ before, after }: Change, asked: Asked): void {
  const { by, fixture } = asked
  const action = after.history[0]?.action ?? assert.fail('nothing was asked')
  assert.ok(!isOutsider(by), `${by}, who is ${kindOf(by) ?? 'nobody'}, has had ${action} done`)
  const mayHaveOne = (before !== undefined && action !== 'adopt') || mayCreate(asked)
  const may = mayHaveOne && (before === undefined || mayAsk(MAY[fixture][action], before, asked))
  assert.ok(
    may,
    `${by} (${kindOf(by)}), in ${asked.channel ?? 'no channel'}, has had ${action} done in house ${fixture}`,
  )
  if (fixture === 'strict' && PUBLISHES.has(action)) {
    const { repository } = after.spec
    assert.ok(readers[repository]?.ids.includes(by), `${by}, who can't read ${repository}, has had ${action} done`)
  }
  checkLimits({ before, after }, asked)
}

/** AssertionError when a log is read by, or for, somebody else than who may. */
export function checkReader({ name, id, to, log }: LogRequest, asked: Asked): void {
  const site = asked.sites.find((one) => one.name === name && one.id === id)
  assert.ok(site !== undefined && !isOutsider(asked.by))
  assert.ok(
    mayAsk(MAY[asked.fixture]['logs'], site, asked),
    `${asked.by}, in ${asked.channel ?? 'no channel'}, reads logs in house ${asked.fixture}`,
  )
  assert.equal(to.user, asked.by, 'a log is shown to who asked')
  assert.ok(to.channel === undefined || to.channel === asked.channel, 'a log is shown where it was asked for')
  assert.match(log ?? 'web', /^[A-Za-z][A-Za-z0-9_-]{0,40}$/)
}

const PUBLISHES: ReadonlySet<string> = new Set(['create', 'restore', 'settings', 'undo-settings', 'adopt'])

function mayCreate({ by, channel, fixture }: Asked): boolean {
  const kind = kindOf(by)
  if (fixture !== 'strict' || isAdmin(kind)) return true
  return kind !== 'unsaid' && (kind === 'creator' || channel === WORKSHOP)
}

function mayAsk(circle: Who | undefined, { spec }: Site, { by, channel }: Asked): boolean {
  const kind = kindOf(by)
  if (circle === 'anybody' || isAdmin(kind)) return true
  if (circle === undefined || circle === 'admin' || kind === 'unsaid') return false
  return by === spec.owner || (circle === 'there' && channel === spec.channel)
}

function checkLimits({ before, after }: Change, { fixture, sites, now }: Asked): void {
  const counted = countedOf(sites)
  const limits = limitsOf(fixture, counted.length)
  const wasCounted = before !== undefined && isCounted(before)
  if (isCounted(after)) {
    const theirs = counted.filter(({ spec }) => spec.owner === after.spec.owner).length
    const isNewToThem = !wasCounted || before.spec.owner !== after.spec.owner
    if (isNewToThem) assert.ok(theirs < limits.each, `${after.spec.owner} has ${theirs} sites, and gets one more`)
    if (!wasCounted) assert.ok(counted.length < limits.all, `there are ${counted.length} sites, and comes one more`)
  }
  if (before?.spec.expiresAt !== after.spec.expiresAt) {
    // To the hour of the last day.
    assert.ok(after.spec.expiresAt < now + (limits.days + 1) * DAY_MS, 'nobody lives longer than that')
  }
  if (before !== undefined) return
  const { image, size, spot } = after.spec
  assert.ok(limits.images.includes(image), `image ${image}`)
  assert.ok(limits.sizes.includes(size), `size ${size}`)
  assert.ok(spot !== true || limits.spot, 'spot')
}
