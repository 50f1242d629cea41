import { settingsOf } from '../any-operation.ts'
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { HISTORY_LENGTH, type HistoryEntry, type Site, type SiteSpec } from '../../../src/site/site.ts'
import type { HistoryAction } from '../../../src/site/operations/all.ts'
import { type AuditEntry, countUnaudited } from '../../../src/site/audit.ts'
import type { Instant } from '../../../src/site/time.ts'
import type { Acknowledged } from './people.ts'
import { ownerOf } from './people.ts'
import type { Tally } from './tally.ts'

/** A spec changes by requests alone, one at a time, each written down; and none is ever struck out. */
export function checkRequests(before: Site, after: Site, now: Instant): void {
  if (isSame(before.history, after.history)) {
    assert.ok(
      isSame(after.spec, before.spec) ||
        hasFallenAsleep(before, after) ||
        wasWokenByPush(before, after) ||
        isAwakeLongEnough(before, after, now),
      `${after.name} changed though nobody asked`,
    )
    return
  }
  const older = before.history.slice(0, Math.max(HISTORY_LENGTH, countUnaudited(after.status)) - 1)
  assert.deepEqual(after.history.slice(1), older, `a request to ${after.name} was lost`)
}

/** By itself: that is in no history. */
export function hasFallenAsleep({ spec: before }: Site, { spec: { idleSince, ...after } }: Site): boolean {
  const asleep: SiteSpec = { ...before, desired: 'asleep', retryRevision: before.retryRevision + 1 }
  return before.desired === 'up' && idleSince !== undefined && isSame(after, asleep)
}

/** Only one that fell asleep by itself, and that is behind. */
function wasWokenByPush({ spec: { idleSince, ...before }, status }: Site, { spec: after }: Site): boolean {
  const up: SiteSpec = { ...before, desired: 'up', retryRevision: before.retryRevision + 1 }
  return idleSince !== undefined && status.head?.commit !== status.deploy?.commit && isSame(after, up)
}

/** It isn't kept awake any more, since that time is over. */
function isAwakeLongEnough(
  { spec: { keepAwakeUntil, ...before } }: Site,
  { spec: after }: Site,
  now: Instant,
): boolean {
  return keepAwakeUntil !== undefined && keepAwakeUntil <= now && isSame(after, before)
}

/** What the fake table did not have to copy is the same object. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || isDeepStrictEqual(a, b)
}

/** Of a site that is gone: the audit trail has each line of its last history. */
export function checkAudit({ id, name, history }: Site, trail: AuditEntry[], tally: Tally): void {
  const kept = trail.filter(({ siteId }) => siteId === id)
  for (const { at, by, action } of history) {
    assert.ok(
      kept.some((entry) => entry.at === at && entry.by === by && entry.action === action),
      `the audit trail lacks that ${by} asked to ${action} ${name}`,
    )
  }
  tally.count('audit trails checked')
}

const DESIRED: Partial<Record<string, SiteSpec['desired'][]>> = {
  create: ['up'],
  wake: ['up'],
  restore: ['up'],
  sleep: ['asleep'],
  delete: ['archived', 'gone'],
  expire: ['archived', 'gone'],
  'delete-without-archive': ['gone'],
  purge: ['gone'],
}

/** Everything that people were told is done is in the record, and the spec is what all requests together make of it. */
export function checkAcknowledged({ id, name, spec, history }: Site, acknowledged: Acknowledged[], tally: Tally): void {
  // Of longer histories the beginning is forgotten.
  if (history.length >= HISTORY_LENGTH) return
  for (const { siteId, by, at } of acknowledged) {
    if (siteId !== id) continue
    assert.ok(
      history.some((entry) => entry.by === by && entry.at === at),
      `what ${by} asked of ${name} was forgotten`,
    )
    tally.count('acknowledged requests checked')
  }
  const last = (...actions: HistoryAction[]) => history.find(({ action }) => actions.some((one) => one === action))
  const count = (action: HistoryAction) => history.filter((entry) => entry.action === action).length
  const expected = {
    expiresAt: last('create', 'extend', 'restore')?.to,
    owner: last('hand-over')?.to ?? ownerOf(history.at(-1)?.by ?? ''),
    passwordHash: passwordOf(last('change-password')),
    ...sharesOf(history),
    setUpRevision: 1 + count('redeploy') + count('settings') + count('undo-settings'),
    usersRevision: 1 + count('refresh-users'),
  }
  const { expiresAt, owner, access, setUpRevision, usersRevision } = spec
  const { passwordHash, revision: accessRevision, shares = [] } = access
  const clients = shares.map(({ client }) => client)
  const found = { expiresAt, owner, passwordHash, accessRevision, clients, setUpRevision, usersRevision }
  assert.deepEqual(found, expected, name)
  checkSettings(spec, history, name)
  const newest = history.find(({ action }) => DESIRED[action] !== undefined)
  const isAsRequested =
    spec.idleSince === undefined
      ? newest !== undefined && DESIRED[newest.action]?.includes(spec.desired) === true
      : spec.desired === 'asleep' && newest !== undefined && DESIRED[newest.action]?.includes('up') === true
  assert.ok(isAsRequested, `${name} is to be ${spec.desired} after ${newest?.action}`)
}

/** Who has a link after all that was asked for, and how often that, or the password, was changed. */
function sharesOf(history: HistoryEntry[]): { clients: string[]; accessRevision: number } {
  let clients: string[] = []
  let accessRevision = 1
  for (const { action, to } of history.toReversed()) {
    const before = clients
    if (action === 'share') clients = [...clients, String(to)]
    else if (action === 'revoke-share') clients = clients.filter((client) => client !== to)
    // They end with the site.
    else if (['revoke-all-shares', 'delete', 'expire'].includes(action)) clients = []
    if (action === 'change-password' || clients.length !== before.length) accessRevision += 1
  }
  return { clients, accessRevision }
}

/** Whoever changed them last has what they asked for; but for a size that the platform refused, and a start command that was undone. */
function checkSettings(spec: SiteSpec, history: HistoryEntry[], name: string): void {
  const lastOf = (action: HistoryAction) => history.findIndex((entry) => entry.action === action)
  const newest = history[lastOf('settings')]
  if (newest === undefined) return
  const { startCommand, note, size, channel } = settingsOf(newest.by)
  const isSince = (action: HistoryAction) => lastOf(action) >= 0 && lastOf(action) < lastOf('settings')
  assert.deepEqual([spec.note, spec.channel], [note, channel], name)
  if (!isSince('size-refused')) assert.equal(spec.size, size, name)
  if (!isSince('undo-settings')) assert.equal(spec.startCommand, startCommand, name)
}

function passwordOf(change: HistoryEntry | undefined): string {
  return change === undefined ? 'a hash' : `hash of ${change.by}`
}
