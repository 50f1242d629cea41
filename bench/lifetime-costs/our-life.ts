import type { Ports } from '../../src/control/ports.ts'
import { extend } from '../../src/site/operations/extend.ts'
import { changePassword } from '../../src/site/operations/change-password.ts'
import type { Operation } from '../../src/site/operations/operation.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { applyOperation } from '../../src/control/run-operation.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { withDeploy } from '../../src/site/deploys.ts'
import { DAY_MS, MINUTE_MS, type Instant } from '../../src/site/time.ts'
import { newSite } from '../../test/support/a-life.ts'
import { invoked } from './invoked.ts'
import { type Happening, simulated } from './simulated-time.ts'
import { emptyTally, type Tally } from './tally.ts'

const NAME = 'plum'
const PUSHES = 10

/** One site from its form to its purge: ten pushes, a new password, a night asleep, an extension by three days. */
export async function ourLife(): Promise<{ tally: Tally; days: number }> {
  const tally = emptyTally()
  const { ports, clock, policy, store, run } = simulated(NAME, tally)
  const start = clock.now()
  const create = { at: start, happen: () => invoked(tally, () => made(ports, clock.now(), policy)) }
  await run([create, ...people(ports, tally, start, policy)])
  if ((await store.load(NAME)) !== undefined) throw new Error('The site did not go')
  return { tally, days: Math.round((clock.now() - start) / DAY_MS) }
}

async function made(ports: Ports, now: Instant, policy: Parameters<typeof newSite>[2]): Promise<void> {
  // Is the name free, and what did the channel use last?
  await ports.store.load(NAME)
  await ports.store.list({ by: 'channel', channel: 'C001' }, { limit: 1 })
  await ports.store.create(newSite(NAME, now, policy))
}

function people(ports: Ports, tally: Tally, start: Instant, policy: Parameters<typeof newSite>[2]): Happening[] {
  const asked =
    (operation: Operation, args = {}) =>
    () =>
      invoked(
        tally,
        async () =>
          void (await applyOperation(
            { ...ports, policy },
            { name: NAME },
            { by: 'U001', role: 'member' },
            operation,
            (site, context) => operation.apply(site, { ...context, ...args }),
          )),
      )
  const push = (index: number) => () =>
    invoked(tally, () =>
      recordFact(ports.store, NAME, (site) => {
        const commit = String(index).repeat(40)
        return withDeploy(site, { deploy: { commit, subject: 'Change', author: 'Aki', at: ports.clock.now() } })
      }),
    )
  const pushes = Array.from({ length: PUSHES }, (_, index) => ({
    at: start + (index + 1) * DAY_MS + 5 * MINUTE_MS,
    happen: push(index),
  }))
  return [
    ...pushes,
    {
      at: start + 2 * DAY_MS,
      happen: asked(changePassword, { user: 'guest', password: 'another' }),
    },
    { at: start + 3.3 * DAY_MS, happen: asked(sleep) },
    { at: start + 3.8 * DAY_MS, happen: asked(wake) },
    { at: start + 13 * DAY_MS, happen: asked(extend, { until: { days: 3 } }) },
  ]
}
