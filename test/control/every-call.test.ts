import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { createFaultyProcesses } from '../support/chaos/processes.ts'
import { type Fault, faults } from '../support/faults.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'

/** A life from creation to archive in which the call of that number meets with a fault; returns what all calls were. */
async function liveWith(fault: Fault | undefined, at: number) {
  const life = await createLife()
  const calls: string[] = []
  const processes = createFaultyProcesses(life, (call) => (calls.push(call) - 1 === at ? fault : undefined))
  const reconcile = async () => {
    processes.start((ports) => createFakeReconciler(ports, life.policy)('plum'))
    await processes.rest()
  }
  // The sweep and the stream look again whatever was lost: a look a minute stands for both.
  const passMinutes = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      await reconcile()
      await processes.passTo(life.clock.now() + MINUTE_MS)
    }
  }
  await passMinutes(5)
  const phases = [phaseOf(await life.site())]
  await life.ask(deleteSite.apply)
  await passMinutes(5)
  return { life, calls, phases: [...phases, phaseOf(await life.site())] }
}

/** Each call meets every fault in CI; a newcomer's patience is for three. */
const EVERY = process.env['CI'] === undefined ? 3 : 1

describe('reconcile, whichever call it dies at', () => {
  for (const [turn, fault] of faults.entries()) {
    it(`comes to the same: ${fault}`, async () => {
      const { calls } = await liveWith(undefined, -1)
      assert.ok(calls.length > 30)
      for (let at = turn % EVERY; at < calls.length; at += EVERY) {
        const { life, phases } = await liveWith(fault, at)
        const where = `${fault} at ${calls[at]}, call ${at}`
        assert.deepEqual(phases, ['ready', 'archived'], where)
        assert.deepEqual(life.notified().toSorted(), ['archived', 'card', 'ready'], where)
        assert.equal(life.card()?.phase, 'archived', where)
        assert.deepEqual(life.remains(), { machines: 0, images: 1, routes: 0, grants: 0 }, where)
      }
    })
  }
})
