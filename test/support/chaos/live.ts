import assert from 'node:assert/strict'
import { listResources } from '../../../src/control/sweep/list-resources.ts'
import { orphansAmong } from '../../../src/control/sweep/orphans.ts'
import { operations } from '../../../src/site/operations/all.ts'
import { retry } from '../../../src/site/operations/retry.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { isUserError } from '../../../src/site/user-error.ts'
import { digestWeek } from '../../../src/site/weekly-digest.ts'
import { happen } from './happen.ts'
import { areAllGone, isQuietFor, reconcileUntil } from './reconcile-until.ts'
import { checkFinalState } from './final-state.ts'
import { createScenarioRun, type ScenarioRun } from './scenario-run.ts'
import type { Scenario } from './scenario.ts'
import type { Tally } from './tally.ts'

/**
 * Runs the scenario on fake ports, lets all faults end, and checks what must hold then, and some of it at every call. Then time goes
 * on, with more faults, until all sites have come to their end and nothing is left.
 */
export async function liveThrough(scenario: Scenario, tally: Tally, { isChecked = true } = {}): Promise<void> {
  const run = createScenarioRun(scenario, tally, isChecked)
  run.plan(scenario.faults)
  for (const event of scenario.events) {
    await happen(event, run)
    await run.processes.rest()
    run.check()
  }
  await settle(run)
  await checkFinalState(run)
  run.plan(scenario.lateFaults)
  await reconcileUntil(run, areAllGone, (turn) => {
    if (turn % 2 === 0 && digestWeek(run.fake.clock.now(), run.fake.policy)) run.processes.start(run.sweep)
    for (const wish of scenario.lateWishes.filter((one) => one.turn === turn)) {
      run.fake.clock.advance(1)
      run.processes.start(run.people.ask(wish))
    }
  })
  await settle(run)
  await checkFinalState(run)
  run.check()
  checkReaders(run)
  tally.count(
    'deploys of what was not delivered',
    run.fake.machines.jobs().filter(({ job }) => job.kind === 'deploy').length,
  )
}

/** Each who asked for a log got one answer at most: the log of that very site, or why there's none. */
function checkReaders({ fake: { chat }, tally }: ScenarioRun): void {
  const users = chat.logAnswers.map(({ request }) => request.to.user)
  assert.equal(new Set(users).size, users.length, 'somebody was shown two logs')
  for (const { request, answer } of chat.logAnswers) {
    if (isUserError(answer)) continue
    assert.equal(answer.text, `log of ${request.id}\n`)
    tally.count('logs read')
  }
}

/** No more faults: what is due gets done, the sweep comes by twice, and people try again what has failed for good. */
async function settle(run: ScenarioRun): Promise<void> {
  const { fake, processes, people, triggers, tally } = run
  run.plan([])
  triggers.length = 0
  await processes.passTo(fake.clock.now() + HOUR_MS)
  for (let sweep = 0; sweep < 2; sweep++) {
    await reconcileUntil(run, isQuietFor(30 * MINUTE_MS))
    for (const site of fake.store.all().filter((one) => retry.isPossible(one))) {
      tally.count('retries of what had failed for good')
      processes.start(
        people.ask({ name: site.name, nth: operations.findIndex(({ name }) => name === retry.name), sensible: false }),
      )
      await processes.rest()
    }
    processes.start(run.sweep)
    await processes.rest()
    await reconcileUntil(run, isQuietFor(30 * MINUTE_MS))
    await processes.passTo(fake.clock.now() + HOUR_MS)
  }
  await reconcileUntil(run, isQuietFor(30 * MINUTE_MS))
  const sites = fake.store.all()
  const things = await listResources(fake.ports, sites, assert.ifError)
  const orphans = orphansAmong(things, sites, fake.ports)
  assert.deepEqual(
    orphans.map(({ key }) => key),
    [],
    'orphans are left',
  )
}
