import { sign } from '@octokit/webhooks-methods'
import { createFollowPush } from '../../../src/control/pushes/follow-push.ts'
import { recordReport } from '../../../src/control/reports/record-report.ts'
import { recordPicture } from '../../../src/control/reports/record-picture.ts'
import { createRepositoryHook } from '../../../src/github/events/repository-hook.ts'
import { WEBHOOK_KEY } from '../fake-ports.ts'
import type { ScenarioRun } from './scenario-run.ts'
import type { LifeEvent } from './scenario.ts'

const BRANCH = { repository: 'orchard/plum', branch: 'main' }

/** Somebody pushes. Machines that hear of it deploy, and tell; of the others nothing is ever heard. Where none answers, the webhook comes to us. */
export async function push(
  { delivered, isReported, isLate }: LifeEvent & { kind: 'push' },
  run: ScenarioRun,
): Promise<void> {
  const { fake, processes, tally } = run
  const { codeHost, machines, store, clock, ports } = fake
  const before = codeHost.head(BRANCH.repository, BRANCH.branch)
  const commit = (BigInt(`0x${before}`) + 1n).toString(16).padStart(40, '0')
  codeHost.push(BRANCH.repository, BRANCH.branch, commit)
  for (const { id, name } of store.all()) {
    const machine = machines.machines().find(({ siteId, state }) => siteId === id && state === 'running')
    if (machine?.disk.setUp === undefined) {
      if (delivered.includes(name)) await deliverToUs({ id, name, commit }, run)
      continue
    }
    const hasWebhook = codeHost.registered().some(({ siteId, webhook }) => siteId === id && webhook !== undefined)
    const isDelivered = hasWebhook && delivered.includes(name)
    tally.count(isDelivered ? 'pushes delivered' : 'pushes not delivered')
    if (!isDelivered) continue
    machine.disk.served = commit
    const deploy = { commit, subject: 'Next commit', author: 'Aki', at: 0 }
    const report = { ok: true, deploys: [{ result: 'deployed', deployedAt: clock.now(), deploy }], processes: [] }
    if (!isReported) continue
    const token = machine.disk.setUp.report?.token ?? ''
    await recordReport(ports, name, token, report)
    const image = Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from(commit)]).toString('base64')
    await recordPicture(ports, name, token, { commit, changed: 0.5, image })
  }
  const reported = isLate === 1 ? before : commit
  if (isLate !== undefined)
    processes.start(async (ports) => void (await createFollowPush(ports)({ ...BRANCH, commit: reported })))
}

/** As the code host calls it, signed with what the webhook got. */
async function deliverToUs(
  { id, name, commit }: { id: string; name: string; commit: string },
  { fake: { codeHost }, processes, takenPushes, tally }: ScenarioRun,
): Promise<void> {
  const secret = codeHost.registered().find(({ siteId }) => siteId === id)?.webhook?.secret
  if (secret === undefined) return
  const repository = { full_name: BRANCH.repository }
  const body = JSON.stringify({ ref: `refs/heads/${BRANCH.branch}`, after: commit, deleted: false, repository })
  const signature = await sign(secret, body)
  const delivery = { name, method: 'POST', query: `site=${id}`, event: 'push', signature, body: async () => body }
  processes.start(async ({ store, clock }) => {
    const { status } = await createRepositoryHook({ store, clock, key: async () => WEBHOOK_KEY })(delivery)
    tally.count(`pushes to sites without a machine, answered ${status}`)
    if (status === 202) takenPushes.push({ siteId: id, commit })
  })
}
