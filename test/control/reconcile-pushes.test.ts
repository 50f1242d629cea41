import assert from 'node:assert/strict'
import { createFollowPush } from '../../src/control/pushes/follow-push.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { type DeployOutcome, withDeploy } from '../../src/site/deploys.ts'
import { cardFacts } from '../../src/site/card.ts'
import { LimitError, PermanentError } from '../../src/site/errors.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import type { Outcome } from '../support/fake-shell.ts'
import type { FakePortsOptions } from '../support/fake-ports.ts'

const [FIRST, SECOND, THIRD] = ['1'.repeat(40), '2'.repeat(40), '3'.repeat(40)] as const
const BRANCH = { repository: 'orchard/plum', branch: 'main' }
const REFUSED: Outcome = { state: 'failed', reason: 'release-failed', log: 'no such table', permanent: true }
const PASSING: Outcome = { state: 'failed', reason: 'clone-failed', log: '', permanent: false }

/** A ready site; deploys that it is asked for end as `deploys` says, or well. */
async function createPushedLife(options: FakePortsOptions = {}) {
  const life = await createLife(options)
  await life.settle()
  const asked: (string | undefined)[] = []
  const { branchHead } = life.ports.codeHost
  life.ports.codeHost.branchHead = async (repository, branch, known) => {
    asked.push(known)
    return branchHead(repository, branch, known)
  }
  const follow = createFollowPush(life.ports)
  const record = (outcome: DeployOutcome) => recordFact(life.ports.store, 'plum', (site) => withDeploy(site, outcome))
  return {
    ...life,
    /** What the code host was asked for, by what the head was thought to be. */
    asked,
    push: (commit: string) => life.codeHost.push(BRANCH.repository, BRANCH.branch, commit),
    /** The code host tells of it. */
    follow: (commit: string) => follow({ ...BRANCH, commit }),
    /** The machine has heard of it, and tells what came of that. */
    record,
    deployed: (commit: string) => record({ deploy: { commit, subject: '', author: '', at: 0 } }),
    served: async () => [(await life.site()).status.deploy?.commit, life.machines()[0]?.disk.served],
    deploys: () => life.jobs('deploy').length,
  }
}

describe('reconcile, and pushes that were never delivered', () => {
  it('asks for the head of the branch once after each set-up, by what it thinks it is', async () => {
    const life = await createPushedLife()
    assert.equal((await life.site()).status.head?.commit, FIRST)
    await life.pass(DAY_MS)
    assert.deepEqual(life.asked, [])
    await life.ask(redeploy.apply)
    await life.settle()
    assert.deepEqual(life.asked, [FIRST])
    assert.equal(life.deploys(), 0)
  })

  it('deploys what was pushed before a set-up had ended, after it had fetched', async () => {
    const life = await createPushedLife()
    const { branchHead } = life.ports.codeHost
    life.ports.codeHost.branchHead = async (...args) => {
      life.push(SECOND)
      return branchHead(...args)
    }
    await life.ask(redeploy.apply)
    await life.settle()
    assert.deepEqual(await life.served(), [SECOND, SECOND])
    assert.deepEqual([life.deploys(), life.jobs('set-up').length], [1, 2])
    assert.equal(phaseOf(await life.site()), 'ready')
  })

  it('deploys what was pushed to a ready site before it had its webhook', async () => {
    const life = await createLife()
    const { putWebhook } = life.ports.codeHost
    const phases: string[] = []
    life.ports.codeHost.putWebhook = async (...args) => {
      phases.push(phaseOf(await life.site()))
      if (phases.length === 2) life.codeHost.push(BRANCH.repository, BRANCH.branch, SECOND)
      if (phases.length <= 2) throw new LimitError('asked too much')
      return putWebhook(...args)
    }
    await life.settle()
    assert.deepEqual(phases, ['ready', 'ready', 'ready'], 'nobody waited for it')
    assert.equal(life.machines()[0]?.disk.served, SECOND)
    assert.ok(!life.notified().includes('failed'))
  })

  it('says on the card of a ready site why it has no webhook, and tries again', async () => {
    const life = await createLife()
    const { putWebhook } = life.ports.codeHost
    let isFull = true
    life.ports.codeHost.putWebhook = async (...args) => {
      if (isFull) throw new PermanentError('webhooks-full')
      return putWebhook(...args)
    }
    await life.pass(HOUR_MS / 2)
    const site = await life.site()
    assert.equal(phaseOf(site), 'ready')
    assert.equal(cardFacts(site, life.policy).failure?.failure.reason, 'webhooks-full')
    isFull = false
    await life.pass(HOUR_MS)
    assert.equal(cardFacts(await life.site(), life.policy).failure, undefined)
    assert.ok(life.codeHost.registered()[0]?.webhook !== undefined)
  })

  it('deploys what the code host told of and the webhook did not', async () => {
    const life = await createPushedLife()
    life.push(SECOND)
    assert.deepEqual(await life.follow(SECOND), ['plum'])
    await life.settle()
    assert.deepEqual(await life.served(), [SECOND, SECOND])
    assert.equal(life.deploys(), 1)
    assert.deepEqual(life.asked, [], 'the machine knows')
  })

  it('gives the webhook a minute, and then does nothing that it did', async () => {
    const life = await createPushedLife()
    life.push(SECOND)
    await life.follow(SECOND)
    await life.pass(MINUTE_MS - SECOND_MS)
    assert.equal(life.deploys(), 0)
    await life.deployed(SECOND)
    await life.pass(HOUR_MS)
    await life.follow(SECOND)
    await life.pass(HOUR_MS)
    assert.equal(life.deploys(), 0)
  })

  it('asks nobody about what the webhook brought', async () => {
    const life = await createPushedLife()
    for (const commit of [SECOND, THIRD]) {
      life.push(commit)
      await life.deployed(commit)
      await life.pass(DAY_MS)
    }
    assert.deepEqual([life.deploys(), life.asked], [0, []])
  })

  it('heeds no older news than what the machine serves by now', async () => {
    const life = await createPushedLife()
    await life.follow(SECOND)
    await life.deployed(SECOND)
    life.push(THIRD)
    await life.deployed(THIRD)
    await life.pass(HOUR_MS)
    assert.equal(life.deploys(), 0)
    assert.equal((await life.site()).status.deploy?.commit, THIRD)
  })

  it('never goes back to an older commit, whatever it is told late', async () => {
    const life = await createPushedLife()
    life.push(THIRD)
    await life.follow(THIRD)
    await life.settle()
    await life.follow(SECOND)
    await life.settle()
    assert.deepEqual(await life.served(), [THIRD, THIRD])
    assert.equal((await life.site()).status.head?.commit, THIRD)
    await life.pass(DAY_MS)
    assert.equal(life.deploys(), 2)
  })

  it('asks again when a machine that was behind serves a third commit', async () => {
    const life = await createPushedLife()
    life.push(THIRD)
    await life.follow(THIRD)
    await life.deployed(SECOND)
    await life.settle()
    assert.deepEqual(life.asked, [SECOND])
    assert.deepEqual(await life.served(), [THIRD, THIRD])
  })

  it('deploys the newest though it was pushed while another was being deployed', async () => {
    const fetched = [FIRST, SECOND, THIRD].values()
    const life = await createPushedLife({
      durations: { jobMs: 30 * SECOND_MS },
      outcomes: () => {
        const deploy = { commit: fetched.next().value ?? THIRD, subject: '', author: '', at: 0 }
        return { state: 'succeeded', deploy }
      },
    })
    life.push(SECOND)
    await life.follow(SECOND)
    await life.pass(MINUTE_MS + SECOND_MS)
    assert.equal((await life.site()).status.command?.job, 'deploy')
    life.push(THIRD)
    await life.follow(THIRD)
    await life.settle()
    assert.deepEqual(await life.served(), [THIRD, THIRD])
    assert.equal(life.deploys(), 2)
  })

  it('wakes no machine that sleeps', async () => {
    const life = await createPushedLife()
    await life.ask(sleep.apply)
    await life.settle()
    life.push(SECOND)
    await life.follow(SECOND)
    await life.pass(DAY_MS)
    assert.equal(life.machines()[0]?.state, 'stopped')
    assert.equal(life.deploys(), 0)
    await life.ask(wake.apply)
    await life.settle()
    assert.deepEqual(await life.served(), [SECOND, SECOND])
    assert.equal(life.deploys(), 0, 'the set-up has it')
  })

  it('leaves a commit alone that the machine cannot deploy, and tries the next', async () => {
    let isBroken = true
    const life = await createPushedLife({
      outcomes: (job) => {
        if (job.kind === 'deploy' && isBroken) return REFUSED
        const deploy = { commit: job.kind === 'deploy' ? THIRD : FIRST, subject: '', author: '', at: 0 }
        return { state: 'succeeded', deploy }
      },
    })
    life.push(SECOND)
    await life.follow(SECOND)
    await life.pass(3 * DAY_MS)
    await life.follow(SECOND)
    await life.pass(DAY_MS)
    const { failures, deploy } = (await life.site()).status
    assert.deepEqual([life.deploys(), failures, deploy?.commit], [1, {}, FIRST])
    assert.equal(phaseOf(await life.site()), 'ready')
    isBroken = false
    life.push(THIRD)
    await life.follow(THIRD)
    await life.settle()
    assert.equal((await life.site()).status.deploy?.commit, THIRD)
    assert.equal(life.deploys(), 2)
  })

  it('tries a commit once more that failed before the last set-up', async () => {
    const life = await createPushedLife({
      outcomes: (job) =>
        job.kind === 'deploy'
          ? REFUSED
          : { state: 'succeeded', deploy: { commit: FIRST, subject: '', author: '', at: 0 } },
    })
    life.push(SECOND)
    await life.follow(SECOND)
    await life.pass(HOUR_MS)
    assert.equal(life.deploys(), 1)
    await life.ask(redeploy.apply)
    await life.pass(DAY_MS)
    assert.equal(life.deploys(), 2)
  })

  it('asks for nothing that the machine has told it cannot deploy', async () => {
    const life = await createPushedLife()
    life.push(SECOND)
    await life.follow(SECOND)
    await life.record({ failed: { reason: 'release-failed', at: 5, commit: SECOND, log: '' } })
    await life.pass(DAY_MS)
    assert.equal(life.deploys(), 0)
  })

  it('tries again what fails for a while, and the card says nothing of it', async () => {
    let isDown = true
    const life = await createPushedLife({
      outcomes: (job) => {
        if (job.kind === 'deploy' && isDown) return PASSING
        return { state: 'succeeded', deploy: { commit: isDown ? FIRST : SECOND, subject: '', author: '', at: 0 } }
      },
    })
    const card = (await life.site()).status.card?.key
    life.push(SECOND)
    await life.follow(SECOND)
    await life.pass(2 * HOUR_MS)
    const tries = life.deploys()
    assert.ok(tries > 7 && tries < 22, `${tries} tries`)
    assert.deepEqual([phaseOf(await life.site()), (await life.site()).status.card?.key], ['ready', card])
    isDown = false
    await life.pass(10 * MINUTE_MS)
    const { deploy, failures } = (await life.site()).status
    assert.deepEqual([deploy?.commit, failures], [SECOND, {}])
    assert.equal(life.deploys(), tries + 1)
  })

  it('begins anew with the next commit after one that failed for a while', async () => {
    const life = await createPushedLife({
      outcomes: (job) =>
        job.kind === 'deploy'
          ? PASSING
          : { state: 'succeeded', deploy: { commit: FIRST, subject: '', author: '', at: 0 } },
    })
    await life.follow(SECOND)
    await life.pass(HOUR_MS)
    await life.follow(THIRD)
    assert.deepEqual((await life.site()).status.failures, {})
    await life.deployed(THIRD)
    await life.pass(HOUR_MS)
    assert.deepEqual((await life.site()).status.failures, {})
  })

  it('goes on serving while the code host does not tell the head', async () => {
    const life = await createPushedLife()
    const { branchHead } = life.ports.codeHost
    life.ports.codeHost.branchHead = () => Promise.reject(new Error('down'))
    await life.ask(redeploy.apply)
    await life.pass(HOUR_MS)
    const site = await life.site()
    assert.deepEqual([phaseOf(site), Object.keys(site.status.failures)], ['ready', ['head']])
    life.push(SECOND)
    life.ports.codeHost.branchHead = branchHead
    await life.settle()
    assert.deepEqual(await life.served(), [SECOND, SECOND])
    assert.deepEqual((await life.site()).status.failures, {})
  })

  it('leaves what was deployed where the branch is gone', async () => {
    const life = await createPushedLife()
    life.codeHost.push(BRANCH.repository, BRANCH.branch, undefined)
    await life.ask(redeploy.apply)
    await life.settle()
    await life.pass(DAY_MS)
    const { head } = (await life.site()).status
    assert.deepEqual([head?.commit, head?.served, life.deploys()], [undefined, FIRST, 0])
  })
})

describe('following pushes', () => {
  it('notes a push for the sites that are up and follow that very branch', async () => {
    const life = await createPushedLife()
    const follow = createFollowPush(life.ports)
    assert.deepEqual(await follow({ ...BRANCH, repository: 'Orchard/Plum', commit: SECOND }), ['plum'])
    const { version } = await life.site()
    for (const other of [{ branch: 'Main' }, { repository: 'orchard/pear' }])
      assert.deepEqual(await follow({ ...BRANCH, ...other, commit: THIRD }), [])
    await follow({ ...BRANCH, commit: SECOND })
    await follow({ ...BRANCH, commit: FIRST })
    assert.equal((await life.site()).version, version, 'what is known is not written')
  })

  it('reads the table once a minute, however much is pushed', async () => {
    const life = await createPushedLife()
    const follow = createFollowPush(life.ports)
    let lists = 0
    const { list } = life.ports.store
    life.ports.store.list = async (...args) => {
      lists += 1
      return list(...args)
    }
    await life.ask(sleep.apply)
    for (let turn = 0; turn < 5; turn++) await follow({ ...BRANCH, commit: SECOND })
    const once = lists
    await life.ask(wake.apply)
    life.clock.advance(MINUTE_MS)
    assert.deepEqual(await follow({ ...BRANCH, commit: SECOND }), ['plum'])
    assert.equal(lists, 2 * once)
  })
})
