import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { World } from '../../src/control/ports.ts'
import { nextLookAt } from '../../src/control/reconcile.ts'
import { recordReport } from '../../src/control/record-report.ts'
import { isReportToken } from '../../src/control/report-token.ts'
import { allSites, createSweep } from '../../src/control/sweep.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { siteActions, canAsk, type SiteAction } from '../../src/site/actions.ts'
import { archive, deleteWithoutArchive, restore } from '../../src/site/requests/archive.ts'
import type { Asked } from '../../src/site/requests/change.ts'
import { extend } from '../../src/site/requests/extend.ts'
import { changePassword, handOver, redeploy, refreshUsers, retry } from '../../src/site/requests/settings.ts'
import { sleep, wake } from '../../src/site/requests/sleep.ts'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { POKOPOKO, type Site } from '../../src/site/site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { teamChangeToTell } from '../../src/site/team-changes.ts'
import { ConflictError } from '../../src/site/errors.ts'
import { UserError } from '../../src/site/user-error.ts'
import { SHORT_NOTICE_MS, warningTimes } from '../../src/site/warnings.ts'
import { newSite } from './a-life.ts'
import type { FakeMessage } from './fake-chat.ts'
import type { FakeImage } from './fake-instances.ts'
import { createFakeReconciler, createFakeWorld, reconcilerDeps, stepOptions, type FakeWorld } from './fake-world.ts'
import { withFaults, type Fault } from './faults.ts'

const NAMES = ['plum', 'pear']
const STEPS_MS = [
  SECOND_MS,
  20 * SECOND_MS,
  5 * MINUTE_MS,
  HOUR_MS,
  DAY_MS,
  4 * DAY_MS,
  14 * DAY_MS + 8 * HOUR_MS,
  16 * DAY_MS,
]

interface Wish {
  name: string
  action: SiteAction
}

/** Something that happens in the lives of two sites. */
export type LifeEvent =
  | { kind: 'create'; name: string }
  | { kind: 'ask'; name: string; action: SiteAction }
  /** Triggers that wait are delivered: how many at once, from which place in the queue, whether they come again, and what somebody asks meanwhile. */
  | { kind: 'deliver'; at: number; together: number; again: boolean; meanwhile?: Wish | undefined }
  | { kind: 'lose'; at: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'kill-machine'; name: string }
  | { kind: 'sweep' }
  /** Its machine, where it has one that was set up, tells how it fares. */
  | { kind: 'report'; name: string; isWell: boolean }
  /** The team is these people from now on. */
  | { kind: 'team'; logins: string[] }
  /** All that is due gets done, without faults: stories get past their beginnings. */
  | { kind: 'rest' }

const name = fc.constantFrom(...NAMES)
const event: fc.Arbitrary<LifeEvent> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create' as const), name }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), name, action: fc.constantFrom(...siteActions) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      at: fc.nat(5),
      together: fc.integer({ min: 1, max: 3 }),
      again: fc.boolean(),
      meanwhile: fc.option(fc.record({ name, action: fc.constantFrom(...siteActions) }), { nil: undefined, freq: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), at: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(...STEPS_MS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill-machine' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rest' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('report' as const), name, isWell: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('team' as const), logins: fc.subarray(['aki', 'ken', 'mai']) }),
  },
)

/** A story, and the dice that decide what befalls each call in it; without dice all calls go well. */
export const aLifeStory = fc.record({
  events: fc.array(event, { maxLength: 25 }).map((events) => [{ kind: 'create' as const, name: 'plum' }, ...events]),
  dice: fc.array(fc.nat(199), { maxLength: 200 }),
})

/** Tells the story in a fake world, lets all faults end, and checks what must hold then; some of it at every call. */
export async function liveThrough(events: LifeEvent[], dice: number[]): Promise<void> {
  const triggers: string[] = []
  const fake = createFakeWorld({
    onSave: (saved) => triggers.push(saved),
    durations: {
      bootMs: 5 * SECOND_MS,
      agentMs: 5 * SECOND_MS,
      stopMs: 3 * SECOND_MS,
      imageMs: MINUTE_MS,
      jobMs: 2 * SECOND_MS,
    },
  })
  let rolled = 0
  const roll = () => dice[rolled++] ?? 199
  const plan = {
    next: () => {
      return faultFor(roll())
    },
    turns: () => roll() % 4,
    afterEffect: () => checkAlways(fake),
  }
  const look = async (siteName: string) => {
    const { world, died } = withFaults(fake.world, plan)
    await Promise.race([createFakeReconciler(world, fake.policy)(siteName).catch(() => {}), died])
  }
  for (const happening of events) {
    await happen(happening, { fake, triggers, look, plan })
    checkAlways(fake)
  }
  await settle(fake)
  await checkSettled(fake)
}

interface Stage {
  fake: FakeWorld
  triggers: string[]
  look(name: string): Promise<void>
  plan: Parameters<typeof withFaults>[1]
}

function faultFor(die: number): Fault {
  const byDie: Fault[] = ['failBefore', 'failAfter', 'dieBefore', 'dieAfter']
  return byDie[die] ?? 'none'
}

async function happen(happening: LifeEvent, { fake, triggers, look, plan }: Stage): Promise<void> {
  const { clock, world, policy } = fake
  switch (happening.kind) {
    case 'create':
      if ((await world.store.load(happening.name)) !== undefined) return
      await world.store.create(pullRequestSite(happening.name, clock.now(), policy))
      return
    case 'ask':
      await ask(fake, happening.name, happening.action)
      return
    case 'deliver': {
      const taken = triggers.splice(Math.min(happening.at, Math.max(0, triggers.length - 1)), happening.together)
      if (happening.again) triggers.push(...taken)
      const { meanwhile } = happening
      await Promise.all([...taken.map(look), meanwhile && ask(fake, meanwhile.name, meanwhile.action)])
      return
    }
    case 'lose':
      triggers.splice(happening.at, 1)
      return
    case 'pass':
      clock.advance(happening.ms)
      triggers.push(...fake.alarm.due())
      return
    case 'kill-machine': {
      const site = await world.store.load(happening.name)
      // Nobody deletes a machine by hand while its image is being made.
      if (site?.spec.desired !== 'up' || site.status.instance === undefined) return
      killed.add(site.id)
      await world.instances.terminate(site.status.instance.id)
      return
    }
    case 'report':
      await report(fake, happening)
      return
    case 'team':
      fake.codeHost.setTeam(
        'growers',
        happening.logins.map((login) => ({ login, user: login, publicKeys: [] })),
      )
      return
    case 'rest':
      await lookUntilQuiet(fake, createFakeReconciler(watched(fake), policy))
      return
    case 'sweep': {
      const { world: faulty, died } = withFaults(world, plan)
      const sweep = createSweep(faulty, createFakeReconciler(faulty, policy))
      await Promise.race([sweep().catch(() => {}), died])
      return
    }
  }
}

/** With all that there is to tell. */
function pullRequestSite(siteName: string, now: number, policy: Policy): Site {
  const site = newSite(siteName, now, policy)
  const pullRequest = { number: NAMES.indexOf(siteName) + 1, head: '1'.repeat(40), at: now, action: 'labeled' }
  return { ...site, spec: { ...site.spec, pullRequest } }
}

async function report({ world, machines }: FakeWorld, { name: siteName, isWell }: { name: string; isWell: boolean }) {
  const site = await world.store.load(siteName)
  const machine = machines.machines().find(({ siteId }) => siteId === site?.id)
  const token = machine?.disk.setUp?.report?.token
  if (token === undefined) return
  const processes = isWell ? [] : [{ name: 'worker', state: 'FATAL', log: '' }]
  await recordReport(world, siteName, token, { ok: true, deploys: [], processes })
}

async function ask({ world, clock, policy }: FakeWorld, siteName: string, action: SiteAction): Promise<void> {
  const site = await world.store.load(siteName)
  if (site === undefined || !canAsk(site, action)) return
  try {
    await world.store.save(request(site, action, { by: 'U001', now: clock.now() }, policy))
  } catch (error) {
    if (!(error instanceof UserError || error instanceof ConflictError)) throw error
  }
}

function request(site: Site, action: SiteAction, asked: Asked, policy: Policy): Site {
  switch (action) {
    case 'extend':
      return extend(site, { days: 7 }, asked, policy)
    case 'sleep':
      return sleep(site, asked)
    case 'wake':
      return wake(site, asked)
    case 'delete':
      return archive(site, asked)
    case 'deleteWithoutArchive':
      return deleteWithoutArchive(site, asked)
    case 'restore':
      return restore(site, asked, policy)
    case 'changePassword':
      return changePassword(site, { user: 'guest', passwordHash: `hash ${asked.now}` }, asked)
    case 'redeploy':
      return redeploy(site, asked)
    case 'refreshUsers':
      return refreshUsers(site, asked)
    case 'retry':
      return retry(site, asked)
    case 'handOver':
      return handOver(site, 'U002', asked)
  }
}

/** Whoever undoes all that was told of the team, the newest first, never takes out who is not in, nor puts in who is. */
function checkTeamTold(site: Site, told: FakeMessage[]): void {
  assert.equal(teamChangeToTell(site), undefined, 'a change is untold')
  let team = new Set(site.status.users?.logins)
  for (const { change } of told.toReversed()) {
    const { added = [], removed = [] } = change ?? {}
    assert.ok(added.every((login) => team.has(login)) && !removed.some((login) => team.has(login)), 'told in error')
    team = new Set([...[...team].filter((login) => !added.includes(login)), ...removed])
  }
}

/** What must hold at every moment. */
function checkAlways({ machines, store }: FakeWorld): void {
  const siteIds = machines.machines().map(({ siteId }) => siteId)
  assert.equal(new Set(siteIds).size, siteIds.length, 'a site has two machines')
  for (const site of store.all()) {
    checkExpiry(site)
    checkArchive(site, machines.machines(), machines.images())
  }
}

/** What was set up once is on a machine or in an image until somebody asks for it to be gone. */
function checkArchive({ id, spec, status }: Site, machines: { siteId: string }[], images: FakeImage[]): void {
  const wasSetUp = status.setUp !== undefined && status.setUp.launch === status.instance?.launch
  if (spec.desired !== 'archived' || !wasSetUp || killed.has(id)) return
  const isSafe = images.some(({ siteId, state }) => siteId === id && state === 'available')
  assert.ok(isSafe || count(machines, id) === 1, 'a machine was terminated before its image was there')
}

/** Ids of the sites whose machine was deleted behind their back. */
const killed = new Set<string>()

/** Nobody's site ends without a warning that could be read in time, unless its life was too short for one. */
function checkExpiry(site: Site): void {
  const last = site.history[0]
  if (last?.action !== 'expire') return
  assert.equal(last.by, POKOPOKO)
  const warning = site.status.announced['expiring']
  const wasWarned = warning?.key.startsWith(`${site.spec.expiresAt}/`) && warning.claimedAt + SHORT_NOTICE_MS <= last.at
  const couldNotBeWarned = last.at >= site.spec.expiresAt + DAY_MS
  assert.ok(wasWarned || couldNotBeWarned || !hasWarnings(site), 'expired without a warning')
}

function hasWarnings(site: Site): boolean {
  return warningTimes(site.spec, defaultPolicy).length > 0
}

/** The world without faults, checked after every call all the same. */
function watched(fake: FakeWorld): World {
  return withFaults(fake.world, { next: () => 'none', turns: () => 0, afterEffect: () => checkAlways(fake) }).world
}

/** No more faults: time goes on until nothing more is to come within the hour, and the sweep has come by twice. */
async function settle(fake: FakeWorld): Promise<void> {
  const { world, clock, policy } = fake
  const reconcile = createFakeReconciler(watched(fake), policy)
  const sweep = createSweep(world, reconcile)
  for (let round = 0; round < 3; round++) {
    clock.advance(HOUR_MS)
    await lookUntilQuiet(fake, reconcile)
    await sweep()
  }
  await lookUntilQuiet(fake, reconcile)
  const { suspects, removed } = await sweep()
  assert.deepEqual([...suspects, ...removed], [], 'orphans are left')
}

async function lookUntilQuiet(
  { world, clock, policy }: FakeWorld,
  reconcile: (name: string) => Promise<void>,
): Promise<void> {
  const deps = reconcilerDeps(world, policy)
  for (let turn = 0; turn < 500; turn++) {
    const { sites } = await allSites(world.store)
    for (const site of sites) await reconcile(site.name)
    const left = (await allSites(world.store)).sites.flatMap((site) => nextLookAt(site, clock.now(), deps) ?? [])
    const next = Math.min(...left)
    if (next > clock.now() + 30 * MINUTE_MS) return
    clock.set(Math.max(next, clock.now() + 1))
  }
  assert.fail('it never settles')
}

/** What must hold once it has settled. */
async function checkSettled(fake: FakeWorld): Promise<void> {
  const { sites } = await allSites(fake.world.store)
  const machines = fake.machines.machines()
  const images = fake.machines.images()
  for (const site of sites) {
    const phase = phaseOf(site)
    const expected = { up: 'ready', asleep: 'asleep', archived: 'archived', gone: 'purging' }[site.spec.desired]
    assert.ok(
      phase === expected,
      `${site.name} should be ${expected} and is ${phase}: ${JSON.stringify(site.status.failures)}`,
    )
    const mine = {
      machines: count(machines, site.id),
      images: count(images, site.id),
      routes: count(fake.routes.all(), site.id),
      grants: count(fake.codeHost.registered(), site.id),
    }
    assert.deepEqual(mine, remains(site), `${site.name} is ${phase}`)
    if (phase === 'ready') {
      checkMachine(site, machines)
      checkCommit(fake, site)
    }
    const told = fake.chat.messages.filter(({ siteId }) => siteId === site.id)
    const cards = told.filter(({ kind }) => kind === 'card')
    assert.deepEqual(
      cards.map(({ ts, phase: shown }) => [ts, shown]),
      [[site.status.card?.ts, phase]],
      'one card, which shows how it stands',
    )
    checkComment(fake, site)
    const occasions = told.map(({ kind, occasion }) => `${kind} ${occasion}`)
    assert.equal(new Set(occasions).size, occasions.length, `told twice: ${occasions.join(', ')}`)
    checkTeamTold(site, told)
  }
  const ids = new Set(sites.map(({ id }) => id))
  const strays = [
    ...machines,
    ...images,
    ...fake.routes.all(),
    ...fake.codeHost.registered(),
    ...(await fake.world.alarm.list()),
  ]
  assert.ok(
    strays.every(({ siteId }) => ids.has(siteId)),
    'something is left of a site that is gone',
  )
}

/** What is asked of a machine is on it, and what it reports is believed. */
function checkMachine({ id, spec, status }: Site, machines: ReturnType<FakeWorld['machines']['machines']>): void {
  const { disk } = machines.find(({ siteId }) => siteId === id) ?? assert.fail('no machine')
  assert.equal(disk.access?.passwordHash, spec.access.passwordHash)
  assert.equal(status.users?.revision, spec.usersRevision)
  assert.deepEqual(disk.users?.members.map(({ login }) => login).toSorted(), status.users.logins)
  assert.equal(status.reportTokens?.length, 1)
  assert.ok(isReportToken(disk.setUp?.report?.token ?? '', status.reportTokens), 'its token is not known')
}

function remains({ id, spec: { desired }, status }: Site) {
  const isUp = desired === 'up'
  // A sleeper whose machine was deleted behind its back gets another when it is woken.
  const sleeps = desired === 'asleep' && (status.instance !== undefined || !killed.has(id))
  return {
    machines: Number(isUp || sleeps),
    images: Number(desired === 'archived'),
    routes: Number(isUp),
    grants: Number(isUp || desired === 'asleep'),
  }
}

/** One comment on its pull request, which says how it stands; none of a site that went before anybody could read it. */
function checkComment({ codeHost, policy }: FakeWorld, site: Site): void {
  const { number } = site.spec.pullRequest ?? {}
  const comments = codeHost.comments().filter(({ pullRequest }) => pullRequest === number)
  assert.deepEqual(
    comments.map(({ body }) => body),
    [stepOptions(policy).wording.pullRequestComment(site)],
  )
}

/** Beside the commit that is served stands that it is. */
function checkCommit({ codeHost }: FakeWorld, { name: siteName, status: { deploy } }: Site): void {
  const shown = codeHost.statuses().findLast(({ context }) => context === `pokopoko/${siteName}`)
  assert.deepEqual([shown?.commit, shown?.state], [deploy?.commit, 'success'])
}

function count(things: { siteId: string }[], siteId: string): number {
  return things.filter((thing) => thing.siteId === siteId).length
}
