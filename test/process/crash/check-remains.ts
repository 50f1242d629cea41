import assert from 'node:assert/strict'
import { cardMessage } from '../../../views/card.ts'
import type { ViewContext } from '../../../views/view-context.ts'
import { cardFacts } from '../../../src/site/card.ts'
import { phaseOf } from '../../../src/site/phase.ts'
import type { HistoryAction } from '../../../src/site/operations/all.ts'
import { POKOPOKO, type Site, type SiteSpec } from '../../../src/site/site.ts'
import { markOf } from '../../../src/slack/posting-mark.ts'
import type { Tally } from '../../support/chaos/tally.ts'
import type { SentRequest, Scenario, DesiredState } from './scenario.ts'
import type { MachinesLeft } from './machines-left.ts'
import { headOf } from './pushes.ts'
import type { Message, Remains } from './remains.ts'
import { requestsInHistory } from './requests-in-history.ts'

export interface Setting {
  dataDirectory: string
  viewContext: ViewContext
  tally: Tally
  left: MachinesLeft
}

/** Nothing belongs to nobody, and nothing was left half-made. */
export function checkStrays(remains: Remains, tally: Tally): void {
  const { sites, unreadable, machines, images, hooks, routes, quotaEntries, unfinished } = remains
  assert.deepEqual(unreadable, [], 'a record cannot be read')
  const ids = new Set(sites.map(({ id }) => id))
  const isOrphan = (id: string) => !ids.has(id)
  assert.deepEqual(machines.map(({ siteId }) => siteId).filter(isOrphan), [], 'machines without a site')
  assert.deepEqual(images.map(({ siteId }) => siteId).filter(isOrphan), [], 'images without a site')
  assert.deepEqual(hooks.map(({ siteId }) => siteId).filter(isOrphan), [], 'webhooks without a site')
  assert.deepEqual(routes.map(({ siteId }) => siteId).filter(isOrphan), [], 'routes without a site')
  assert.deepEqual(unfinished, [], 'files that were never finished')
  const living = sites.filter(({ spec: { desired } }) => desired === 'up' || desired === 'asleep')
  const uncounted = living.filter(({ id }) => !quotaEntries.some(({ siteId }) => siteId === id))
  assert.deepEqual(uncounted, [], 'sites without a place')
  // Who is killed between taking one and writing the record leaves it to the sweep: src/control/quota.ts.
  tally.count('places left to the sweep', quotaEntries.length - living.length)
}

/** What must hold of one site once all has settled, and how it stands. What had no answer is known after this. */
export async function checkLife(life: Scenario, remains: Remains, setting: Setting): Promise<DesiredState> {
  const { tally } = setting
  const site = remains.sites.find(({ name }) => name === life.name)
  if (site === undefined) return checkAbsent(life, remains, tally)
  checkRequests(life, site, tally)
  const desired = desiredOf(site)
  const phase = { up: 'ready', asleep: 'asleep', archived: 'archived' }[desired]
  assert.equal(phaseOf(site), phase, `${life.name} failed: ${JSON.stringify(site.status.failures)}`)
  checkThings(site, desired, remains)
  checkMessages(site, remains.messages, setting)
  await checkDisk(life, site, desired, setting)
  if (desired === 'up') assert.equal(site.status.deploy?.commit, await headOf(setting.dataDirectory, life), life.name)
  tally.count(`settled: ${phase}`)
  return desired
}

function desiredOf({ name, spec: { desired } }: Site): Exclude<DesiredState, 'none'> {
  assert.notEqual(desired, 'gone', `${name} should be gone`)
  return desired === 'gone' ? 'archived' : desired
}

/** It never came to be, or was to go without an archive. */
function checkAbsent(life: Scenario, { messages }: Remains, tally: Tally): DesiredState {
  const { name, asked, leftBehind } = life
  const wasMade = asked.some(({ action, outcome }) => action === 'create' && outcome === 'granted')
  const isOver = messages.some((message) => isCardOf(name, message))
  assert.ok(isOver || !wasMade, `${name} was forgotten`)
  if (!isOver) {
    tally.count('creations of which nothing came')
    life.asked = []
    return 'none'
  }
  const ends: HistoryAction[] =
    leftBehind === undefined ? ['delete', 'delete-without-archive'] : ['delete-without-archive']
  const wasEnded = asked.some(({ action, outcome }) => ends.some((end) => end === action) && outcome !== 'refused')
  assert.ok(wasEnded || life.isToEnd, `${name} has gone, and nobody wanted that`)
  life.isOver = true
  return 'none'
}

const DESIRED: Partial<Record<string, SiteSpec['desired']>> = {
  create: 'up',
  wake: 'up',
  restore: 'up',
  sleep: 'asleep',
  delete: 'archived',
  expire: 'archived',
}

/** The record is what was acknowledged: all of it, and nothing else. */
function checkRequests(life: Scenario, { history, spec }: Site, tally: Tally): void {
  const people = history.filter(({ by }) => by !== POKOPOKO).toReversed()
  const done = requestsInHistory(people, life.asked)
  const told = JSON.stringify({ people, asked: life.asked })
  assert.ok(done, `the record of ${life.name} is not what was acknowledged: ${told}`)
  const isNew = ({ outcome, isFound }: SentRequest) => outcome === 'granted' && isFound !== true
  tally.count('acknowledged requests found in the record', life.asked.filter(isNew).length)
  life.asked = done.map((asked) => ({ ...asked, outcome: 'granted', isFound: true }))
  const last = (...actions: HistoryAction[]) => history.find(({ action }) => actions.some((one) => one === action))
  const count = (action: HistoryAction) => history.filter((entry) => entry.action === action).length
  const newest = history.find(({ action }) => DESIRED[action] !== undefined)
  const expected = {
    desired: newest && DESIRED[newest.action],
    expiresAt: last('create', 'extend', 'restore')?.to,
    accessRevision: 1 + count('change-password'),
    setUpRevision: 1 + count('redeploy'),
  }
  const { expiresAt, access, setUpRevision } = spec
  // Nobody asks for the sleep of a site that isn't used, and its history has no line of that.
  const desired = spec.desired === 'asleep' && spec.idleSince !== undefined ? 'up' : spec.desired
  assert.deepEqual({ desired, expiresAt, accessRevision: access.revision, setUpRevision }, expected, life.name)
}

/** One of each, as far as there should be one. */
function checkThings({ id, name, status }: Site, desired: DesiredState, remains: Remains): void {
  const machines = remains.machines.filter(({ siteId }) => siteId === id)
  const images = remains.images.filter(({ siteId }) => siteId === id)
  const hooks = remains.hooks.filter(({ siteId }) => siteId === id)
  const routes = remains.routes.filter(({ siteId }) => siteId === id)
  const hasMachine = desired !== 'archived'
  // One that was restored and put to sleep before it was ready keeps the archive that it came from.
  const keepsImage = desired === 'asleep' && status.archive !== undefined
  assert.deepEqual(
    {
      machines: machines.map((machine) => [machine.id, machine.state]),
      images: images.map((image) => image.id),
      hooks: hooks.map((hook) => hook.id),
      routes: routes.map(({ instanceId }) => instanceId),
    },
    {
      machines: hasMachine ? [[status.instance?.id, desired === 'up' ? 'running' : 'stopped']] : [],
      images: desired === 'archived' || keepsImage ? [status.archive?.imageId] : [],
      hooks: hasMachine ? [status.repositoryAccess?.webhookId] : [],
      routes: desired === 'up' ? [status.instance?.id] : [],
    },
    name,
  )
}

/** One card, which shows how it stands; and nothing posted twice. */
function checkMessages(site: Site, messages: Message[], { viewContext, tally }: Setting): void {
  const cards = messages.filter((message) => isCardOf(site.name, message))
  const expected = cardMessage({ ...cardFacts(site, viewContext.policy), id: site.id }, viewContext)
  assert.deepEqual(
    cards.map(({ ts, text }) => [ts, text]),
    [[site.status.card?.ts, expected.text]],
    'one card, which shows how it stands',
  )
  const told = messages.filter(({ ephemeralFor }) => ephemeralFor === undefined)
  const marks = told.flatMap(({ blocks }) => blocks?.[0]?.block_id ?? [])
  assert.equal(new Set(marks).size, marks.length, `something was posted twice`)
  if (phaseOf(site) !== 'ready') return
  assert.ok(marks.includes(markOf(site, 'ready')), `nobody was told that ${site.name} is ready`)
  tally.count('announcements found')
}

function isCardOf(name: string, { text, threadTs, ephemeralFor }: Message): boolean {
  return threadTs === undefined && ephemeralFor === undefined && text.includes(`${name}:`)
}

/** What was on the disk when it was looked at last is there still, through stops, archives and restorations. */
async function checkDisk(life: Scenario, { status }: Site, desired: DesiredState, { left }: Setting): Promise<void> {
  if (life.leftBehind === undefined) return
  const { archive, instance } = status
  const disk = desired === 'archived' ? { image: archive?.imageId ?? '' } : { machine: instance?.id ?? '' }
  assert.equal(await left.leftOn(disk), life.leftBehind)
}
