import assert from 'node:assert/strict'
import type { LaunchOrder } from '../../../src/control/ports.ts'
import { POKOPOKO, type Site } from '../../../src/site/site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { SHORT_NOTICE_MS, warningTimes } from '../../../src/site/warnings.ts'
import type { FakePorts } from '../fake-ports.ts'
import { checkAudit, checkRequests, hasFallenAsleep } from './request-checks.ts'
import type { Tally } from './tally.ts'

/** What must hold at every moment, seen after every call that had an effect. */
export interface Watch {
  check(): void
  /** Before a machine is terminated by us. */
  beforeTerminating(instanceId: string): void
  /** Before a machine is launched by us. */
  beforeLaunching(order: LaunchOrder): void
  /** Somebody deletes it by hand: what was on it is lost, and not by us. */
  machineKilled(siteId: string): void
  wasKilled(siteId: string): boolean
}

export function createWatch(fake: FakePorts, tally: Tally): Watch {
  const known = new Map<string, Site>()
  const killed = new Set<string>()
  return {
    check: () => {
      checkMachines(fake)
      const sites = fake.store.all()
      for (const site of sites) {
        const before = known.get(site.id)
        if (before === site) continue
        known.set(site.id, site)
        if (before === undefined) tally.count('lives')
        else {
          checkRequests(before, site, fake.clock.now())
          if (before.history === site.history && hasFallenAsleep(before, site)) checkIdle(site, fake, tally)
        }
        checkExpiry(before, site, fake, tally)
        checkArchive(site, fake, killed)
      }
      if (known.size === sites.length) return
      for (const site of known.values()) {
        if (sites.some(({ id }) => id === site.id)) continue
        assert.equal(site.spec.desired, 'gone', `${site.name} was forgotten though nobody wanted it gone`)
        checkAudit(site, fake.store.trail(), tally)
        known.delete(site.id)
        tally.count('lives ended')
      }
    },
    beforeTerminating: (instanceId) => checkTermination(instanceId, fake, tally),
    beforeLaunching: (order) => checkLaunch(order, fake, tally, killed),
    machineKilled: (siteId) => killed.add(siteId),
    wasKilled: (siteId) => killed.has(siteId),
  }
}

/** One machine a site, and one that is being set up. */
function checkMachines({ machines }: FakePorts): void {
  const all = machines.machines()
  const hasTwo = all.some(({ siteId }, index) => all.findIndex((other) => other.siteId === siteId) < index)
  assert.ok(!hasTwo, 'a site has two machines')
}

/** A warning that could be read in time comes before each expiry, unless the life was too short for one. */
function checkExpiry(before: Site | undefined, { id, spec, history }: Site, fake: FakePorts, tally: Tally): void {
  const last = history[0]
  if (last?.action !== 'expire' || last === before?.history[0]) return
  assert.equal(last.by, POKOPOKO)
  if (warningTimes(spec, fake.policy).length === 0) {
    tally.count('expiries of lives too short for a warning')
    return
  }
  // A posting may take a while to arrive; the two hours count from when it was begun.
  const latest = last.at - SHORT_NOTICE_MS + MINUTE_MS
  const wasWarned = fake.chat.messages.some(
    ({ warnings = [], at }) =>
      at <= latest && warnings.some(({ siteId, key }) => siteId === id && key.startsWith(`${spec.expiresAt}/`)),
  )
  const failure = before?.status.failures['notify-expiring']
  const wasTriedForADay = failure !== undefined && failure.attempts > 5 && failure.firstAt + DAY_MS <= last.at
  assert.ok(wasWarned || wasTriedForADay, 'expired without a warning')
  tally.count(wasWarned ? 'warnings before expiries checked' : 'expiries after a day of vain attempts to warn')
}

/** Between a machine's answer and its stop: whoever comes then finds the site asleep, and wakes it. */
const UNSEEN_MS = 6 * MINUTE_MS

/** Nobody used it for as long as it may be idle, nor was it woken since: whatever robots do, it doesn't flap. */
function checkIdle({ id, name }: Site, { machines, policy, clock }: FakePorts, tally: Tally): void {
  const machine = machines.machines().find(({ siteId }) => siteId === id)
  const usedAt = Math.max(machine?.disk.usedAt ?? 0, machine?.state === 'running' ? machine.since : 0)
  assert.ok(usedAt <= clock.now() - policy.idleHours * HOUR_MS + UNSEEN_MS, `${name} went to sleep though it was used`)
  tally.count('sleeps for want of visitors')
}

/** What was set up once is on a machine or in an image until somebody asks for it to be gone. */
function checkArchive({ id, spec, status }: Site, { machines }: FakePorts, killed: Set<string>): void {
  const wasSetUp = status.setUp !== undefined && status.setUp.launch === status.instance?.launch
  if (spec.desired !== 'archived' || !wasSetUp || killed.has(id)) return
  const isSafe = machines.images().some(({ siteId, state }) => siteId === id && state === 'available')
  assert.ok(isSafe || machines.machines().some(({ siteId }) => siteId === id), 'what was on a machine is lost')
}

/** A site that was set up once is launched again with what was on its machine. */
function checkLaunch(
  { site, launch, image }: LaunchOrder,
  { machines, store }: FakePorts,
  tally: Tally,
  killed: Set<string>,
): void {
  const record = store.all().find(({ id }) => id === site.id)
  if (record?.status.setUp === undefined || record.spec.desired === 'gone' || killed.has(site.id)) return
  // An order that comes late, when its machine is long there or was followed by others, makes nothing.
  if (launch <= record.status.setUp.launch) return
  const isKept = machines.images().some(({ id, siteId }) => siteId === site.id && id === image)
  assert.ok(isKept, `${site.name} is launched from ${image}, and what was on its machine is lost`)
  tally.count('launches from archives checked')
}

/** A machine that was set up goes when nobody wants what is on it, or when that is in an image made of it. */
function checkTermination(instanceId: string, { machines, store }: FakePorts, tally: Tally): void {
  const machine = machines.machines().find(({ id }) => id === instanceId)
  const site = store.all().find(({ id }) => id === machine?.siteId)
  if (machine === undefined || machine.state === 'terminating') return
  // If the answer to its set-up got lost, and nothing reconciled the site before its time was up, nobody was notified of it.
  if (site !== undefined && site.status.setUp?.launch !== machine.launch) return
  if (site === undefined || site.spec.desired === 'gone') {
    tally.count('terminations of what nobody wants')
    return
  }
  const isKept = machines
    .images()
    .some(({ siteId, launch, state }) => siteId === site.id && launch === machine.launch && state === 'available')
  assert.ok(isKept, `${site.name} (${site.spec.desired}) loses its machine, of which there is no image`)
  tally.count('archives before terminations checked')
}
