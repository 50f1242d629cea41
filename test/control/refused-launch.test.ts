import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { LimitError, RejectedError } from '../../src/site/errors.ts'
import { tryingAgain } from '../../src/site/failures.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { createLifeOnEc2 } from './on-ec2.ts'

/** "Error codes for the Amazon EC2 API": what EC2 says before it launches anything. */
const REFUSALS = [
  'UnauthorizedOperation',
  'PendingVerification',
  'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
  'InvalidGroup.NotFound',
  'InvalidSubnetID.NotFound',
  'InvalidParameterValue',
  'OptInRequired',
  'MaxSpotInstanceCountExceeded',
  'InvalidAMIID.NotFound',
]
const PARTINGS = { delete: deleteSite.apply, deleteWithoutArchive: deleteWithoutArchive.apply }

describe('a launch that was surely refused', () => {
  for (const code of REFUSALS) {
    for (const [parting, request] of Object.entries(PARTINGS)) {
      it(`leaves a site that can be deleted, and a name that is free: ${code}, ${parting}`, async () => {
        const { failLaunches, pass, site, ask, load } = await createLifeOnEc2()
        failLaunches(code)
        await pass(HOUR_MS)
        const { status } = await site()
        assert.deepEqual([phaseOf(await site()), status.launching], ['failed', undefined])
        await ask(request)
        await pass(MINUTE_MS)
        assert.equal(await load(), undefined)
      })
    }
  }

  it('leaves a site that goes when its time is up', async () => {
    const { failLaunches, pass, load } = await createLifeOnEc2()
    failLaunches('UnauthorizedOperation')
    await pass(120 * DAY_MS)
    assert.equal(await load(), undefined)
  })

  it('is tried again, by another number, when somebody asks for that', async () => {
    const { failLaunches, pass, site, ask, launches } = await createLifeOnEc2()
    const mend = failLaunches('PendingVerification')
    await pass(HOUR_MS)
    mend()
    await ask(retry.apply)
    await pass(MINUTE_MS)
    assert.equal((await site()).status.instance?.state, 'running')
    const tokens = launches().map(({ token }) => token)
    assert.equal(new Set(tokens).size, tokens.length)
  })

  it('does not lose a machine that an earlier call had launched, whose answer was lost', async () => {
    const { ec2, failLaunches, pass, site } = await createLifeOnEc2()
    ec2.failNext('RunInstances', 'ConnectionLost', 'after')
    await pass(MINUTE_MS / 6)
    failLaunches('UnauthorizedOperation')
    await pass(MINUTE_MS)
    assert.deepEqual((await site()).status.instance?.id, [...ec2.instances.keys()][0])
  })

  it('was asked for by one look alone: of two calls with one token the other may launch', async () => {
    const life = await createLife()
    const { launch } = life.ports.instances
    let calls = 0
    let refuse = () => {}
    life.ports.instances.launch = () => {
      calls += 1
      return new Promise((_, reject) => (refuse = () => reject(new RejectedError('no'))))
    }
    const first = life.reconcile()
    await setImmediate()
    await life.reconcile()
    assert.equal(calls, 1)
    life.ports.instances.launch = launch
    refuse()
    await first
    await life.pass(MINUTE_MS)
    assert.deepEqual([life.machines().length, (await life.site()).status.launches], [1, 2])
  })

  it('is asked for once more when the process that asked has died', async () => {
    const life = await createLife()
    const { launch } = life.ports.instances
    life.ports.instances.launch = () => new Promise(() => {})
    void life.reconcile()
    await setImmediate()
    life.ports.instances.launch = launch
    await life.pass(3 * MINUTE_MS - 1)
    assert.equal(life.machines().length, 0)
    await life.pass(1)
    assert.deepEqual([life.machines().length, (await life.site()).status.launches], [1, 1])
  })

  it('is no failure of a site that was put away meanwhile', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(deleteSite.apply)
    await life.settle()
    const { launch } = life.ports.instances
    life.ports.instances.launch = () => Promise.reject(new Error('no answer'))
    await life.ask((site, asked) => restore.apply(site, asked))
    await life.reconcile()
    life.ports.instances.launch = launch
    life.refuseLaunches(1)
    await life.ask(deleteSite.apply)
    await life.reconcile()
    const site = await life.site()
    assert.deepEqual([phaseOf(site), site.status.launching, tryingAgain(site)], ['archived', undefined, undefined])
    assert.deepEqual(life.remains(), { machines: 0, images: 1, routes: 0, grants: 0 })
  })
})

describe('a launch of which nobody knows', () => {
  for (const [parting, request] of Object.entries(PARTINGS)) {
    it(`keeps no site for ever that is to go: ${parting}`, async () => {
      const { failLaunches, pass, site, ask, load } = await createLifeOnEc2()
      failLaunches('ConnectionLost')
      await pass(HOUR_MS)
      assert.equal((await site()).status.launching, true)
      await ask(request)
      await pass(10 * MINUTE_MS)
      assert.notEqual(await load(), undefined, 'its machine may be there')
      await pass(HOUR_MS)
      assert.equal(await load(), undefined)
    })
  }

  for (const [parting, request] of Object.entries(PARTINGS)) {
    it(`keeps no site for ever that is to go, when EC2 is asked too much all the time: ${parting}`, async () => {
      const life = await createLife()
      life.ports.instances.launch = () => Promise.reject(new LimitError('asked too much'))
      await life.pass(HOUR_MS)
      await life.ask(request)
      await life.pass(10 * MINUTE_MS)
      assert.notEqual(await life.load(), undefined, 'its machine may be there')
      await life.pass(HOUR_MS)
      assert.equal(await life.load(), undefined)
    })
  }

  it('is gone through with even then, so that its machine goes too', async () => {
    const { ec2, failLaunches, pass, ask, load } = await createLifeOnEc2()
    ec2.failNext('RunInstances', 'ConnectionLost', 'after')
    const mend = failLaunches('RequestLimitExceeded')
    await pass(5 * MINUTE_MS)
    await ask(deleteWithoutArchive.apply)
    mend()
    await pass(HOUR_MS)
    assert.equal(await load(), undefined)
    assert.deepEqual(
      [...ec2.instances.values()].filter(({ state }) => state !== 'terminated' && state !== 'shutting-down'),
      [],
    )
  })
})
