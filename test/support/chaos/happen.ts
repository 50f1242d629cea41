import assert from 'node:assert/strict'
import type { LaunchOrder, Ports } from '../../../src/control/ports.ts'
import { recordReport } from '../../../src/control/reports/record-report.ts'
import { createLogAnswerer } from '../../../src/control/log-answerer.ts'
import { createLogReader } from '../../../src/control/read-logs.ts'
import { createGateway, type Visit } from '../../../src/gateway/gateway.ts'
import { createHostLookup } from '../../../src/gateway/host-lookup.ts'
import { CapacityError } from '../../../src/site/errors.ts'
import { operations } from '../../../src/site/operations/all.ts'
import { wake } from '../../../src/site/operations/wake.ts'
import { DAY_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { push } from './push.ts'
import { isQuietFor, reconcileUntil } from './reconcile-until.ts'
import type { ScenarioRun } from './scenario-run.ts'
import type { LifeEvent } from './scenario.ts'
import { grantBoth } from '../grant-both.ts'

export async function happen(event: LifeEvent, run: ScenarioRun): Promise<void> {
  const { fake, processes, people, triggers, tally } = run
  // No two people do anything at the same millisecond, by which their changes are told apart.
  fake.clock.advance(1)
  switch (event.kind) {
    case 'create':
      processes.start(people.create(event.name, event.days))
      return
    case 'ask':
      processes.start(people.ask(event))
      return
    case 'deliver':
      deliver(event, run)
      return
    case 'lose':
      tally.count('triggers lost', triggers.splice(event.at, 1).length)
      return
    case 'pass':
      await pass(event.ms, run)
      return
    case 'kill-machine':
      await killMachine(event.name, run)
      return
    case 'report':
      await report(event, fake)
      return
    case 'visit':
      await visit(event, run)
      return
    case 'read-logs':
      await readLogs(event.name, run)
      return
    case 'push':
      await push(event, run)
      return
    case 'stray':
      tally.count('strays')
      await leave(event.what, fake)
      return
    case 'site-access':
      tally.count(`changes of how sites clone: ${event.byApp ? 'by the App' : 'with keys'}`)
      fake.codeHost.setByApp(event.byApp)
      return
    case 'team':
      fake.codeHost.setTeam(
        'growers',
        event.logins.map((login) => ({ login, user: login, publicKeys: [] })),
      )
      return
    case 'sweep':
      processes.start(run.sweep)
      if (event.again) processes.start(run.sweep)
      return
    case 'rest':
      await calm(run, () => reconcileUntil(run, isQuietFor(30 * MINUTE_MS)))
      return
  }
}

function deliver(
  event: LifeEvent & { kind: 'deliver' },
  { triggers, processes, people, fake, tally, reconcile }: ScenarioRun,
): void {
  const at = Math.min(event.at, Math.max(0, triggers.length - 1))
  const taken = triggers.splice(at, event.together)
  if (event.again) triggers.push(...taken)
  tally.count('triggers delivered', taken.length)
  if (event.again) tally.count('triggers doubled', taken.length)
  if (at > 0) tally.count('triggers reordered', taken.length)
  tally.count('triggers delayed', taken.filter(({ since }) => since + MINUTE_MS <= fake.clock.now()).length)
  for (const { name } of taken) processes.start(reconcile(name))
  if (event.meanwhile !== undefined) processes.start(people.ask(event.meanwhile))
}

async function pass(ms: number, { fake: { clock, alarm }, processes, triggers }: ScenarioRun): Promise<void> {
  await processes.passTo(clock.now() + ms)
  triggers.push(...alarm.due().map((name) => ({ name, since: clock.now() })))
}

async function killMachine(name: string, { fake, watch, tally }: ScenarioRun): Promise<void> {
  const site = await fake.ports.store.load(name)
  // Nobody deletes a machine by hand while its image is being made.
  if (site?.spec.desired !== 'up' || site.status.instance === undefined) return
  watch.machineKilled(site.id)
  tally.count('machines killed by hand')
  await fake.ports.instances.terminate(site.status.instance.id)
}

async function leave(
  what: (LifeEvent & { kind: 'stray' })['what'],
  { ports, clock }: ScenarioRun['fake'],
): Promise<void> {
  const site = { id: `id-stray-${clock.now()}`, name: `stray-${clock.now()}` }
  switch (what) {
    case 'machine':
      await launchWhereThereIsRoom({ site, token: site.id, launch: 1, image: 'debian-12', size: 'small' }, ports)
      return
    case 'route':
      await ports.routes.put({ siteId: site.id, name: site.name, instanceId: 'none', address: 'none:80' })
      return
    case 'alarm':
      await ports.alarm.set(site, clock.now() + 30 * DAY_MS)
      return
    case 'grant':
      await grantBoth(ports.codeHost, site, 'orchard/plum', {
        url: `http://${site.name}.example/hook`,
        secret: 'secret',
      })
      return
  }
}

async function launchWhereThereIsRoom(order: LaunchOrder, { instances }: Ports): Promise<void> {
  try {
    await instances.launch(order)
  } catch (error) {
    if (!(error instanceof CapacityError)) throw error
  }
}

async function report({ name, isWell }: { name: string; isWell: boolean }, { ports, machines }: ScenarioRun['fake']) {
  const site = await ports.store.load(name)
  const machine = machines.machines().find(({ siteId }) => siteId === site?.id)
  const token = machine?.disk.setUp?.report?.token
  if (token === undefined) return
  const processes = isWell ? [] : [{ name: 'worker', state: 'FATAL', log: '' }]
  await recordReport(ports, name, token, { ok: true, deploys: [], processes })
}

/** What the machine answers is a use, unless a robot asked. Where none answers, a visitor wakes the site, and a robot doesn't. */
async function visit({ name, isRobot }: LifeEvent & { kind: 'visit' }, run: ScenarioRun): Promise<void> {
  const { fake, processes, people, tally } = run
  const site = await fake.ports.store.load(name)
  const machine = fake.machines.machines().find(({ id }) => id === site?.status.route?.instanceId)
  const who = isRobot ? 'visits of robots' : 'visits'
  if (machine?.state === 'running') {
    if (!isRobot) machine.disk.usedAt = fake.clock.now()
    tally.count(who)
    return
  }
  if (site?.spec.desired === 'asleep') tally.count(`${who} of sleeping sites`)
  const request = { name, nth: operations.findIndex((one) => one.name === wake.name), sensible: false }
  processes.start(async (ports) => {
    const shareKey = async () => 'key'
    const { lookUp, open } = createHostLookup({ store: ports.store, clock: ports.clock, policy: fake.policy, shareKey })
    const asked = async () => {
      assert.ok(!isRobot, `a robot wakes ${name}`)
      await people.ask(request)(ports)
      return 'ok' as const
    }
    const { domain, timeZone } = { domain: 'test.example.com', timeZone: fake.policy.timeZone }
    await createGateway({ domain, timeZone, lookUp, open, wake: asked }).answer(opened(`${name}.${domain}`, isRobot))
  })
}

/** What somebody is shown is of that very site, and nobody else is. */
async function readLogs(name: string, { fake, processes, tally }: ScenarioRun): Promise<void> {
  const { clock } = fake
  const site = await fake.ports.store.load(name)
  const user = `UREADER${clock.now()}`
  const id = site?.id ?? 'none'
  const machine = fake.machines.machines().find(({ siteId }) => siteId === id)
  if (machine !== undefined) machine.disk.logs = { web: `log of ${id}\n` }
  processes.start(async (ports) => {
    const readLogs = createLogReader({ ...ports, wait: processes.wait })
    const answer = createLogAnswerer({ ...ports, readLogs, log: () => {} })
    await answer({ name, id, lines: 30, holder: user, to: { user, locale: 'en' } })
  })
  tally.count('questions for logs')
}

/** A browser's first request, or a robot's that looks like it in all else. */
function opened(host: string, isRobot: boolean): Visit {
  return {
    method: 'GET',
    path: '/',
    query: '',
    host,
    acceptLanguage: 'ja',
    authorization: undefined,
    address: '192.0.2.1',
    secFetchSite: 'none',
    secFetchMode: 'navigate',
    secPurpose: undefined,
    cookie: undefined,
    userAgent: isRobot
      ? 'Mozilla/5.0 (compatible; bingbot/2.0)'
      : 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0',
    body: async () => undefined,
  }
}

/** Faults wait while it lasts. */
async function calm(run: ScenarioRun, work: () => Promise<void>): Promise<void> {
  const rest = run.pause()
  await work()
  rest()
}
