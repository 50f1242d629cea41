import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { Ports } from '../../src/control/ports.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import type { Phase } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import { handOver } from '../../src/site/operations/hand-over.ts'
import { refreshUsers } from '../../src/site/operations/refresh-users.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import type { Site } from '../../src/site/site.ts'
import { MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { newSite } from '../support/a-life.ts'
import { allSucceed, type Outcomes } from '../support/fake-shell.ts'
import { createFakeReconciler, createFakePorts } from '../support/fake-ports.ts'
import { openTemporaryTable } from '../support/open-table.ts'

/**
 * Prints a table as this version writes it: sites in every phase, come there by requests and the reconciler, one with all that is
 * optional, and the items that are no sites. `npx tsx test/upgrade/write-table.ts >test/upgrade/tables/COMMIT.json`, before the next
 * version changes what is written; such a file is never edited.
 */
type Request = (site: Site, asked: OperationContext) => Site

/** From ready to the phase, and how long it is looked at then. */
const scenarios: Partial<Record<Phase, { requests: Request[]; lastsMs: number }>> = {
  ready: { requests: [], lastsMs: 0 },
  goingToSleep: { requests: [sleep.apply], lastsMs: 0 },
  asleep: { requests: [sleep.apply], lastsMs: 5 * MINUTE_MS },
  waking: { requests: [sleep.apply, wake.apply], lastsMs: 0 },
  archiving: { requests: [deleteSite.apply], lastsMs: 0 },
  archived: { requests: [deleteSite.apply], lastsMs: 10 * MINUTE_MS },
  purging: { requests: [deleteWithoutArchive.apply], lastsMs: 0 },
}
/** How long after it was asked for a site is in a phase before that. */
const beginnings = { settingup: 45 * SECOND_MS, booting: 25 * SECOND_MS, launching: 0 }
const S = SECOND_MS
const durations = {
  bootMs: 20 * S,
  agentMs: 20 * S,
  stopMs: 30 * S,
  terminateMs: 30 * S,
  imageMs: 60 * S,
  jobMs: 30 * S,
}

async function writeTable() {
  const failing = new Set<string>()
  const outcomes: Outcomes = (job, instanceId) =>
    failing.has(instanceId)
      ? { state: 'failed', reason: 'branch-missing', log: 'no such branch', permanent: true }
      : allSucceed(job, instanceId)
  const fake = createFakePorts({ durations, outcomes })
  const { clock, policy } = fake
  const table = await openTemporaryTable()
  const ports: Ports = { ...fake.ports, store: createSiteStore(table) }
  const reconcile = createFakeReconciler(ports, policy)
  const load = async (name: string) => {
    const site = await ports.store.load(name)
    if (site === undefined) throw new Error(`${name} is gone`)
    return site
  }
  const pass = async (name: string, ms: number) => {
    for (const end = clock.now() + ms; ; clock.advance(5 * S)) {
      await reconcile(name)
      if (clock.now() >= end) return
    }
  }
  const ask = async (name: string, request: Request) => {
    await ports.store.save(request(await load(name), { by: 'U002', now: clock.now(), policy }))
  }
  const make = async (name: string, change: (site: Site) => Site = (site) => site) => {
    await ports.store.create(change(newSite(name, clock.now(), policy)))
    await reconcile(name)
  }

  await make('everything', (site) => ({
    ...site,
    spec: { ...site.spec, spot: true, spaFallback: true, pullRequest: aPullRequest(clock.now()) },
  }))
  await pass('everything', 5 * MINUTE_MS)
  await ask('everything', refreshUsers.apply)
  await pass('everything', 2 * MINUTE_MS)
  await ask('everything', (site, asked) => handOver.apply(site, { ...asked, owner: 'U007' }))
  const { status, ...rest } = await load('everything')
  await ports.store.save({ ...rest, status: { ...status, troubles: someTroubles(clock.now()) } })
  await pass('everything', 0)

  await make('failed')
  for (const { id, siteName } of fake.machines.machines()) if (siteName === 'failed') failing.add(id)
  await pass('failed', 5 * MINUTE_MS)
  for (const phase of Object.keys(scenarios)) {
    await make(phase.toLowerCase())
    await pass(phase.toLowerCase(), 5 * MINUTE_MS)
  }
  // What lasts first: the phases in between are to be there in the end.
  const inOrder = Object.entries(scenarios).toSorted(([, a], [, b]) => b.lastsMs - a.lastsMs)
  for (const [phase, { requests, lastsMs }] of inOrder) {
    for (const [index, request] of requests.entries()) {
      await ask(phase.toLowerCase(), request)
      await pass(phase.toLowerCase(), index < requests.length - 1 ? 5 * MINUTE_MS : lastsMs)
    }
  }
  // A machine of nobody: the sweep remembers it.
  const nobody = { id: 'id-nobody', name: 'nobody' }
  await ports.instances.launch({ site: nobody, token: 'nobody', launch: 1, image: 'debian-12', size: 'small' })
  await createSweep(ports, async () => {})()
  await ports.store.create(newSite('requested', clock.now(), policy))
  for (const [phase, ageMs] of Object.entries(beginnings)) {
    await make(phase)
    await pass(phase, ageMs)
  }
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.tableName }))
  await table.close()
  return { at: clock.now(), items: Items }
}

const aPullRequest = (at: number) => ({ number: 7, head: 'b'.repeat(40), headAt: at, at, action: 'labeled' })

const someTroubles = (at: number): NonNullable<Site['status']['troubles']> => ({
  deploy: { reason: 'release-failed', at, commit: 'f'.repeat(40), log: 'no such table' },
  programs: [{ name: 'web', log: 'web has ended' }],
})

process.stdout.write(`${JSON.stringify(await writeTable(), undefined, 1)}\n`)
