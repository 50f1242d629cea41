import { createFollowPush } from '../../../src/control/pushes/follow-push.ts'
import { recordReport } from '../../../src/control/reports/answer-report.ts'
import type { ScenarioRun } from './scenario-run.ts'
import type { LifeEvent } from './scenario.ts'

const BRANCH = { repository: 'orchard/plum', branch: 'main' }

/** Somebody pushes. Machines that hear of it deploy, and tell; of the others nothing is ever heard. */
export async function push(
  { delivered, isReported, isLate }: LifeEvent & { kind: 'push' },
  { fake, processes, tally }: ScenarioRun,
): Promise<void> {
  const { codeHost, machines, store, clock, ports } = fake
  const before = codeHost.head(BRANCH.repository, BRANCH.branch)
  const commit = (BigInt(`0x${before}`) + 1n).toString(16).padStart(40, '0')
  codeHost.push(BRANCH.repository, BRANCH.branch, commit)
  for (const { id, name } of store.all()) {
    const machine = machines.machines().find(({ siteId, state }) => siteId === id && state === 'running')
    if (machine?.disk.setUp === undefined) continue
    tally.count(delivered.includes(name) ? 'pushes delivered' : 'pushes not delivered')
    if (!delivered.includes(name)) continue
    machine.disk.served = commit
    const deploy = { commit, subject: 'Next commit', author: 'Aki', at: 0 }
    const report = { ok: true, deploys: [{ result: 'deployed', deployedAt: clock.now(), deploy }], processes: [] }
    if (isReported) await recordReport(ports, name, machine.disk.setUp.report?.token ?? '', report)
  }
  const reported = isLate === 1 ? before : commit
  if (isLate !== undefined)
    processes.start(async (ports) => void (await createFollowPush(ports)({ ...BRANCH, commit: reported })))
}
