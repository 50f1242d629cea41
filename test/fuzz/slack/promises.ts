import assert from 'node:assert/strict'
import { unescape } from 'node:querystring'
import { isDeepStrictEqual } from 'node:util'
import { readClient, readSharePath } from '../../../src/site/shares.ts'
import { checkName } from '../../../src/site/name.ts'
import type { Site, SiteSpec } from '../../../src/site/site.ts'
import {
  checkAppDirectory,
  checkBranch,
  checkDocumentRoot,
  checkNote,
  checkRepository,
  checkSharedDirectory,
  checkStartCommand,
  checkTeam,
} from '../../../src/site/source.ts'
import type { Instant } from '../../../src/site/time.ts'
import { CALLS } from './mutations.ts'
import { checkSaid, type Said } from './quick-slack.ts'
import { checkReader, checkRight, isOutsider } from './rights.ts'
import type { SentRequest } from './sent-request.ts'
import type { Change } from './lasting-store.ts'
import { type Outcome, SITES_AT } from './subject.ts'
import type { Recording } from './valid-requests.ts'

/** Slack waits no longer. */
const ANSWER_MS = 3000

/** What holds whatever is sent. AssertionError, or what Slack would answer to blocks that it refuses. */
export function checkOutcome(sent: SentRequest, outcome: Outcome, { sites, now }: Recording): void {
  const { answer, said, changes, logs, references, ms } = outcome
  if (!sent.isFromSlack) {
    assert.deepEqual(
      [said, changes, logs, references],
      [[], [], [], []],
      'nothing is done, nobody woken, for others than Slack',
    )
    assert.equal(answer.statusCode, 401, 'a stranger')
    assert.equal(answer.body, '', 'strangers are told nothing')
    return
  }
  checkAnswer(outcome)
  assert.ok(ms < ANSWER_MS, `Slack has waited for ${Math.round(ms)} ms`)
  for (const one of [...said, { to: 'the answer', content: contentOf(answer.body) }]) checkSpeech(one)
  if (!isSelection(sent.body)) assert.ok(changes.length <= 1, 'one request changes one site')
  const names = changes.map(({ after }) => after.name)
  assert.equal(new Set(names).size, names.length, 'each site is changed once')
  const by = senderOf(sent.body)
  for (const change of changes) {
    checkChange(change, sent, now)
    assert.ok(typeof by === 'string')
    checkRight(change, { by, channel: channelOf(sent.body), fixture: sent.fixture, sites, now })
  }
  for (const log of logs) {
    assert.ok(typeof by === 'string' && changes.length === 0)
    checkReader(log, { by, channel: channelOf(sent.body), fixture: sent.fixture, sites, now })
  }
  if (typeof by === 'string' && isOutsider(by)) checkTurnedAway(outcome)
  assert.equal(Reflect.get({}, 'polluted'), undefined)
  assert.deepEqual(Object.keys(Object.prototype), [])
}

/** Outsiders are told that they are, and see no form and no site. */
function checkTurnedAway({ answer: { body = '' }, said }: Outcome): void {
  for (const { to, content } of said) {
    assert.equal(fieldOf(content['view'], 'submit'), undefined, 'a form for somebody from outside')
    assert.ok(!JSON.stringify(content).includes(SITES_AT), `${to} shows a site to somebody from outside`)
  }
  assert.ok(!body.includes(SITES_AT), 'the answer shows a site to somebody from outside')
}

function checkAnswer({ answer: { statusCode, body = '' }, references }: Outcome): void {
  assert.ok([200, 400, 404, 500].includes(statusCode), `answered with ${statusCode}`)
  if (statusCode < 500) return
  assert.ok(
    references.some((reference) => body.includes(reference)),
    `${statusCode} without a reference`,
  )
}

function contentOf(body: string | undefined): Said['content'] {
  try {
    const content: unknown = JSON.parse(body ?? '')
    return typeof content === 'object' && content !== null ? { ...content } : {}
  } catch {
    return {}
  }
}

function checkSpeech(said: Said): void {
  checkSaid(said)
  for (const text of mrkdwnIn(said.content)) {
    for (const call of CALLS) assert.ok(!text.includes(call), `${said.to} says ${text.slice(0, 200)}`)
  }
}

/** Texts that Slack reads as mrkdwn: all, unless they say that they are plain. */
function mrkdwnIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && value.type === 'plain_text') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : mrkdwnIn(inner),
  )
}

const SETTINGS: (keyof Site['spec'])[] = [
  'branch',
  'appDirectory',
  'documentRoot',
  'spaFallback',
  'startCommand',
  'services',
  'sharedDirectories',
  'settingsBefore',
  'setUpRevision',
  'size',
  'sizeRevision',
  'sizeBefore',
  'image',
  'sshTeam',
  'usersRevision',
  'teamRevision',
  'channel',
  'channelRevision',
  'note',
]

/** What each action may change in the spec, besides asking for what failed once more. */
const MAY_CHANGE: Partial<Record<string, (keyof SiteSpec)[]>> = {
  extend: ['expiresAt', 'expirySetAt'],
  sleep: ['desired', 'keepAwakeUntil'],
  wake: ['desired'],
  delete: ['desired', 'archiveRequestedAt', 'access'],
  'delete-without-archive': ['desired'],
  restore: ['desired', 'expiresAt', 'expirySetAt', 'archiveRequestedAt'],
  'change-password': ['access'],
  share: ['access'],
  'revoke-share': ['access'],
  'revoke-all-shares': ['access'],
  redeploy: ['setUpRevision'],
  'refresh-users': ['usersRevision'],
  retry: [],
  environment: ['environment'],
  'idle-time': ['idleTimeout', 'keepAwakeUntil'],
  'keep-awake': ['keepAwakeUntil'],
  settings: SETTINGS,
  'undo-settings': SETTINGS,
  'hand-over': ['owner'],
  adopt: ['owner'],
}

function checkChange({ before, after }: Change, { body }: SentRequest, now: Instant): void {
  const [entry, ...earlier] = after.history
  assert.ok(entry !== undefined && entry.at === now, 'each change is in the history')
  assert.equal(entry.by, senderOf(body), 'done in the name of who asked')
  assert.ok(unescape(body).normalize('NFKC').toLowerCase().includes(after.name), 'done to the site that was named')
  checkFields(after)
  if (before === undefined) {
    assert.deepEqual([entry.action, earlier, after.spec.owner], ['create', [], entry.by])
    return
  }
  assert.deepEqual(earlier, before.history.slice(0, earlier.length))
  const status = { ...before.status, changes: (before.status.changes ?? 0) + 1 }
  assert.deepEqual([after.id, after.createdAt, after.status], [before.id, before.createdAt, status])
  const allowed = new Set<string>([...(MAY_CHANGE[entry.action] ?? []), 'retryRevision'])
  const changed = Object.entries(after.spec).filter(
    ([key, value]) => !isDeepStrictEqual(value, Reflect.get(before.spec, key)),
  )
  for (const [key] of changed) assert.ok(allowed.has(key), `${entry.action} has changed ${key}`)
}

/** Whatever was typed or made up, a record holds only what machines, addresses and code hosts can take. */
function checkFields({ name, spec }: Site): void {
  assert.equal(checkName(name), name)
  assert.equal(checkRepository(spec.repository), spec.repository)
  assert.equal(checkBranch(spec.branch), spec.branch)
  assert.equal(checkDocumentRoot(spec.documentRoot), spec.documentRoot)
  if (spec.appDirectory !== undefined) assert.equal(checkAppDirectory(spec.appDirectory), spec.appDirectory)
  if (spec.note !== undefined) assert.equal(checkNote(spec.note), spec.note)
  if (spec.startCommand !== undefined) assert.equal(checkStartCommand(spec.startCommand), spec.startCommand)
  for (const directory of spec.sharedDirectories ?? []) assert.equal(checkSharedDirectory(directory), directory)
  assert.match(spec.access.user, /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/)
  assert.match(spec.access.passwordHash, /^(a hash|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})$/)
  for (const { client, path = '/' } of spec.access.shares ?? []) {
    assert.equal(readClient(client), client)
    assert.deepEqual(readSharePath(path), { path })
  }
  assert.match(spec.owner, /^[UW][A-Z0-9]+$/, 'owned by somebody')
  assert.match(spec.channel, /^[CDG][A-Z0-9]+$/, 'shown in a channel')
  if (spec.sshTeam !== undefined) assert.equal(checkTeam(spec.sshTeam), spec.sshTeam)
}

/** Read by other means than the app's. */
function senderOf(body: string): unknown {
  const payload = payloadIn(body)
  for (const key of ['user', 'event']) {
    const holder = payload[key]
    if (typeof holder !== 'object' || holder === null) continue
    return 'id' in holder ? holder.id : 'user' in holder ? holder.user : undefined
  }
  // Of two fields of a name the last counts.
  return new URLSearchParams(body).getAll('user_id').at(-1)
}

/** The channel of a command, of a message that was clicked on, or in which a form was opened. */
function channelOf(body: string): string | undefined {
  const { channel, view } = payloadIn(body)
  const opened = fieldOf(view, 'private_metadata')
  const context = typeof opened === 'string' ? contentOf(opened) : {}
  const found = fieldOf(channel, 'id') ?? context['channel'] ?? new URLSearchParams(body).getAll('channel_id').at(-1)
  return typeof found === 'string' ? found : undefined
}

/** A form with one action for several sites. */
function isSelection(body: string): boolean {
  return fieldOf(payloadIn(body)['view'], 'callback_id') === 'select-form'
}

function fieldOf(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined
}

function payloadIn(body: string): Record<string, unknown> {
  return contentOf(new URLSearchParams(body).get('payload') ?? body)
}
