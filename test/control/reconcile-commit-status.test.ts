import assert from 'node:assert/strict'
import { recordReport } from '../../src/control/reports/record-report.ts'
import { cardFacts } from '../../src/site/card.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

const FIRST = '1'.repeat(40)
const SECOND = '2'.repeat(40)
let deploys = 0
const deployOf = (commit: string, result = 'deployed') => ({
  result,
  deployedAt: (deploys += 1),
  deploy: { commit, subject: '', author: '', at: 1 },
  log: 'psql: password is hunter2hunter2',
})

/** A site that is ready, whose machine reports deploys. */
async function createDeployedLife() {
  const life = await createLife()
  await life.settle()
  const report = async (...newestFirst: object[]) => {
    const [job] = life.jobs('set-up').slice(-1)
    const token = (job?.kind === 'set-up' && job.report?.token) || assert.fail('no token')
    const body = { ok: true, deploys: newestFirst, processes: [] }
    assert.equal(await recordReport(life.ports, 'plum', token, body), 'recorded')
    await life.settle()
  }
  const shown = () => life.codeHost.statuses().map(({ commit, state }) => `${commit.slice(0, 1)} ${state}`)
  return { ...life, report, shown }
}

describe('reconcile, and what commits show', () => {
  it('shows the address beside the commit that is served', async () => {
    const life = await createDeployedLife()
    assert.deepEqual(life.codeHost.statuses(), [
      {
        repository: 'orchard/plum',
        commit: FIRST,
        state: 'success',
        context: 'pokopoko/plum',
        description: 'Deployed to the test site',
        url: 'http://plum.example',
      },
    ])
  })

  it('shows it once for each deploy, however often the machine tells of it', async () => {
    const life = await createDeployedLife()
    const second = deployOf(SECOND)
    await life.report(second)
    await life.report(second)
    assert.deepEqual(life.shown(), ['1 success', '2 success'])
    await life.report(deployOf(FIRST))
    assert.deepEqual(life.shown(), ['1 success', '2 success', '1 success'])
  })

  it('shows why a deploy failed, without the log, and when it was made good', async () => {
    const life = await createDeployedLife()
    const good = deployOf(FIRST)
    await life.report(deployOf(SECOND, 'release-failed'), good)
    await life.report(deployOf(SECOND, 'release-failed'), good)
    assert.deepEqual(life.shown(), ['1 success', '2 failure'])
    const { description = '' } = life.codeHost.statuses()[1] ?? {}
    assert.match(description, /^The release command of orchard\/plum, branch main, failed /)
    assert.ok(description.length <= 140 && !description.includes('hunter2'))
    await life.report(deployOf(SECOND), good)
    assert.deepEqual(life.shown(), ['1 success', '2 failure', '2 success'])
  })

  it('shows nothing new when the site is set up again, sleeps, wakes, and is archived', async () => {
    const life = await createDeployedLife()
    for (const request of [redeploy.apply, sleep.apply, wake.apply, deleteSite.apply]) {
      await life.ask(request)
      await life.settle()
    }
    assert.deepEqual(life.shown(), ['1 success'])
  })

  for (const reason of ['repository-forbidden', 'repository-missing']) {
    it(`is well without the permission to (${reason}), says so on the card once, and shows it when it may`, async () => {
      const life = await createLife()
      const { setStatus } = life.ports.codeHost
      let asked = 0
      life.ports.codeHost.setStatus = async () => {
        asked += 1
        throw new PermanentError(reason)
      }
      await life.pass(MINUTE_MS)
      assert.equal(phaseOf(await life.site()), 'ready')
      const reportFailure = async () => cardFacts(await life.site(), life.policy).reportFailure
      const edits: string[] = []
      const { updateCard } = life.ports.chat
      life.ports.chat.updateCard = async (site, message) => {
        edits.push(site.version.toString())
        await updateCard(site, message)
      }
      assert.equal(await reportFailure(), reason)
      await life.pass(DAY_MS)
      assert.ok(asked >= 20 && asked <= 30, `asked ${asked} times in a day`)
      assert.deepEqual(edits, [])
      life.ports.codeHost.setStatus = setStatus
      await life.pass(DAY_MS)
      assert.deepEqual(
        life.codeHost.statuses().map(({ state }) => state),
        ['success'],
      )
      assert.equal(await reportFailure(), undefined)
      assert.equal(edits.length, 1)
    })
  }

  it('shows what is so once more when the answer to something else was lost, and the record is back to the old state', async () => {
    const life = await createDeployedLife()
    const { codeHost } = life.ports
    const { setStatus } = codeHost
    codeHost.setStatus = async (...args) => {
      await setStatus(...args)
      codeHost.setStatus = setStatus
      throw new Error('the answer was lost')
    }
    const token = life.jobs('set-up').map((job) => job.kind === 'set-up' && job.report?.token)[0]
    assert.ok(typeof token === 'string')
    const report = async (deploy: object) => {
      const body = { ok: true, deploys: [deploy], processes: [] }
      assert.equal(await recordReport(life.ports, 'plum', token, body), 'recorded')
      await life.reconcile()
    }
    await report(deployOf(FIRST, 'release-failed'))
    assert.deepEqual(life.shown(), ['1 success', '1 failure'])
    await report(deployOf(FIRST))
    await life.settle()
    assert.deepEqual(life.shown(), ['1 success', '1 failure', '1 success'])
  })
})
