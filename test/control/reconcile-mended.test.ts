import assert from 'node:assert/strict'
import { createFollowPush } from '../../src/control/pushes/follow-push.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { withDeploy } from '../../src/site/deploys.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'
import type { Outcome } from '../support/fake-shell.ts'

const [FIRST, SECOND, THIRD] = ['1'.repeat(40), '2'.repeat(40), '3'.repeat(40)] as const
const BRANCH = { repository: 'orchard/plum', branch: 'main' }
const COMMIT = { subject: '', author: '', at: 0 }

/** A new site whose set-up fails for that, until the commit is another. */
async function createFailedLife(reason: string, { jobMs = 0 } = {}) {
  let head: string = FIRST
  const outcomes = (): Outcome =>
    head === FIRST
      ? { state: 'failed', reason, log: '', permanent: true }
      : { state: 'succeeded', deploy: { commit: head, ...COMMIT } }
  const life = await createLife({ outcomes, durations: { jobMs } })
  const push = (commit: string) => {
    head = commit
    life.codeHost.push(BRANCH.repository, BRANCH.branch, commit)
  }
  const follow = createFollowPush({ ...life.ports, knownForMs: 0 })
  const setUps = () => life.jobs('set-up').length
  return { ...life, push, follow: (commit: string) => follow({ ...BRANCH, commit }), setUps }
}

describe('a site whose set-up failed', () => {
  for (const reason of ['build-failed', 'environment-missing', 'procfile-invalid', 'branch-missing', 'lfs-missing']) {
    it(`is set up again by a push: ${reason}`, async () => {
      const life = await createFailedLife(reason)
      await life.settle()
      assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['failed', 1])
      life.push(SECOND)
      await life.follow(SECOND)
      await life.settle()
      assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['ready', 2])
      assert.deepEqual((await life.site()).status.failures, {})
      assert.deepEqual(life.notified(), ['card', 'failed', 'ready'])
    })
  }

  it('is not set up again for what no push mends', async () => {
    const life = await createFailedLife('nginx-refused')
    await life.settle()
    life.push(SECOND)
    await life.follow(SECOND)
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['failed', 1])
  })

  it('is not set up again for the commit that failed', async () => {
    const life = await createFailedLife('build-failed')
    await life.settle()
    await life.follow(FIRST)
    await life.pass(2 * HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['failed', 1])
  })

  it('is set up again by the next sweep when no event came', async () => {
    const life = await createFailedLife('build-failed')
    await life.settle()
    const sweep = createSweep(life.ports, createFakeReconciler(life.ports, life.policy))
    await sweep()
    await life.settle()
    assert.equal(life.setUps(), 1, 'nothing was pushed')
    life.push(SECOND)
    await sweep()
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['ready', 2])
  })

  it('is set up again when the push came while the set-up ran', async () => {
    const life = await createFailedLife('build-failed', { jobMs: 2 * MINUTE_MS })
    await life.pass(MINUTE_MS)
    assert.equal(life.setUps(), 1)
    await life.follow(SECOND)
    await life.pass(90_000)
    life.push(SECOND)
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['ready', 2])
    assert.deepEqual(life.notified(), ['card', 'ready'], 'nobody was told')
  })

  it('is set up again when its machine has deployed another commit by itself', async () => {
    const life = await createFailedLife('build-failed')
    await life.settle()
    life.push(THIRD)
    await recordFact(life.ports.store, 'plum', (site) => withDeploy(site, { deploy: { commit: THIRD, ...COMMIT } }))
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), life.setUps()], ['ready', 2])
  })
})
