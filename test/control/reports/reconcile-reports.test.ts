import assert from 'node:assert/strict'
import { recordReport } from '../../../src/control/reports/record-report.ts'
import type { SetUpJob } from '../../../src/control/jobs.ts'
import { phaseOf } from '../../../src/site/phase.ts'
import { extend } from '../../../src/site/operations/extend.ts'
import { redeploy } from '../../../src/site/operations/redeploy.ts'
import { sleep } from '../../../src/site/operations/sleep.ts'
import { wake } from '../../../src/site/operations/wake.ts'
import { createLife } from '../../support/a-life.ts'
import type { FakePortsOptions } from '../../support/fake-ports.ts'

const served = { result: 'deployed', deployedAt: 1, deploy: { commit: '1'.repeat(40), subject: '', author: '', at: 1 } }
const failedAt = (deployedAt: number) => ({ result: 'release-failed', deployedAt, deploy: null, log: 'no such table' })
const worker = { name: 'worker', state: 'FATAL', log: 'out of plums' }

/** A life whose machine reports with the token of one of its set-ups, of the last unless said otherwise. */
async function createReportingLife(options: FakePortsOptions = {}) {
  const life = await createLife(options)
  const setUps = (): SetUpJob[] => life.jobs('set-up').flatMap((job) => (job.kind === 'set-up' ? [job] : []))
  const token = (which = -1) => setUps().at(which)?.report?.token ?? assert.fail('no token')
  const report = async (deploys: unknown[], processes: unknown[] = [], as = token()) => {
    const outcome = await recordReport(life.ports, 'plum', as, { ok: true, deploys, processes })
    await life.settle()
    return outcome
  }
  return { ...life, setUps, token, report, troubles: async () => (await life.site()).status.troubles }
}

describe('reconcile, with machines that report', () => {
  it('gives each set-up an address and a token, and keeps the token nowhere', async () => {
    const life = await createReportingLife()
    await life.settle()
    await life.ask(redeploy.apply)
    await life.settle()
    const [first, second] = life.setUps()
    assert.equal(first?.report?.url, 'http://plum.example/report')
    assert.match(life.token(0), /^[\w-]{43}$/)
    assert.notEqual(first?.report?.token, second?.report?.token)
    for (const token of [life.token(0), life.token(1)]) assert.ok(!JSON.stringify(life.store.all()).includes(token))
  })

  it('believes the token of the last set-up, once that has come to its end, and no other', async () => {
    const life = await createReportingLife()
    await life.settle()
    assert.equal(await life.report([served]), 'recorded')
    await life.ask(redeploy.apply)
    await life.settle()
    assert.equal(await life.report([served], [], life.token(0)), 'denied')
    assert.equal(await life.report([served], [], life.token(1)), 'recorded')
  })

  it('believes also the tokens before while set-ups fail: nobody knows which the machine has', async () => {
    let isBroken = false
    const life = await createReportingLife({
      outcomes: () =>
        isBroken ? { state: 'failed', reason: 'clone-failed', log: '', permanent: true } : { state: 'succeeded' },
    })
    await life.settle()
    isBroken = true
    await life.ask(redeploy.apply)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'failed')
    assert.equal(await life.report([served], [], life.token(0)), 'recorded')
    assert.equal(await life.report([served], [], life.token(1)), 'recorded')
    isBroken = false
    await life.ask(redeploy.apply)
    await life.settle()
    assert.equal(await life.report([served], [], life.token(1)), 'denied')
  })

  it('tells once in the thread that a deploy failed, and the site stays ready', async () => {
    const life = await createReportingLife()
    await life.settle()
    await life.report([failedAt(5), served])
    await life.report([failedAt(5), served])
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 1 } }))
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.deepEqual(
      life.messages('deployFailed').map(({ thread }) => thread),
      [life.card()?.ts],
    )
    await life.report([failedAt(9), failedAt(5), served])
    assert.equal(life.messages('deployFailed').length, 2)
    await life.report([{ ...served, deployedAt: 12 }])
    assert.equal(await life.troubles(), undefined)
  })

  it('tells of a program that keeps ending once for each deploy', async () => {
    const life = await createReportingLife()
    await life.settle()
    await life.report([served], [worker])
    await life.report([served])
    await life.report([served], [worker])
    assert.equal(life.messages('crashing').length, 1)
    const next = { ...served, deploy: { ...served.deploy, commit: '2'.repeat(40) } }
    await life.report([next, served], [worker])
    assert.equal(life.messages('crashing').length, 2)
  })

  it('edits the card when trouble comes and when it goes', async () => {
    const life = await createReportingLife()
    await life.settle()
    const drawn = async () => (await life.site()).status.card?.key
    const well = await drawn()
    await life.report([served], [worker])
    assert.notEqual(await drawn(), well)
    const { deploy } = (await life.site()).status
    await life.report([served])
    assert.deepEqual((await life.site()).status.deploy, deploy)
    assert.equal(await life.troubles(), undefined)
  })

  it('takes a set-up that deployed for the end of a failed deploy, not of a program in trouble', async () => {
    const life = await createReportingLife()
    await life.settle()
    await life.report([failedAt(5), served], [worker])
    await life.ask(redeploy.apply)
    await life.settle()
    assert.deepEqual(await life.troubles(), { programs: [{ name: 'worker', log: 'out of plums' }] })
  })

  it('believes a report of a later push rather than a set-up that ended before it', async () => {
    const life = await createReportingLife({ durations: { jobMs: 5000 } })
    await life.settle()
    const pushed = { ...served, deploy: { ...served.deploy, commit: '2'.repeat(40) } }
    life.codeHost.push('orchard/plum', 'main', '2'.repeat(40))
    await life.ask(redeploy.apply)
    await life.reconcile()
    life.clock.advance(5000)
    await life.report([failedAt(5), pushed])
    const { deploy, troubles } = (await life.site()).status
    assert.deepEqual([deploy?.commit, troubles?.deploy?.at], ['2'.repeat(40), 5])
  })

  it('believes the machine rather than itself on when a commit was deployed again', async () => {
    const life = await createReportingLife({ durations: { jobMs: 5000 } })
    await life.settle()
    await life.ask(redeploy.apply)
    await life.reconcile()
    life.clock.advance(5000)
    const deployedAt = life.clock.now() - 1000
    await life.report([{ ...served, deployedAt }])
    assert.equal((await life.site()).status.deploy?.deployedAt, deployedAt)
    assert.equal((await life.site()).status.setUp?.revision, 2)
  })

  it('takes what a machine told for over once it was stopped', async () => {
    const life = await createReportingLife()
    await life.settle()
    await life.report([failedAt(5), served], [worker])
    await life.ask(sleep.apply)
    await life.settle()
    await life.ask(wake.apply)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.equal(await life.troubles(), undefined)
  })
})
