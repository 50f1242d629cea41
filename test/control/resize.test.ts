import assert from 'node:assert/strict'
import { cardFacts } from '../../src/site/card.ts'
import type { Shell } from '../../src/control/ports.ts'
import type { Operation } from '../../src/site/operations/operation.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { settings } from '../../src/site/operations/settings.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { createLifeOnEc2 } from './on-ec2.ts'

type Life = Awaited<ReturnType<typeof createLife>>

const operation: Operation = settings
const choose = (life: Pick<Life, 'ask'>, size: string) =>
  life.ask((site, asked) => {
    const request = { ...asked, size: { size } }
    return operation.apply(site, request)
  })

/** Its machine does what it's told. */
const obedient: Shell = {
  reachable: async () => true,
  start: async () => 'command-1',
  result: async () => ({ state: 'succeeded' }),
}

describe('another size, on EC2', () => {
  let life: Awaited<ReturnType<typeof createLifeOnEc2>>
  beforeEach(async () => {
    life = await createLifeOnEc2()
    life.ports.shell = obedient
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
  })
  const machine = () => [...life.ec2.instances.values()].find(({ state }) => state !== 'terminated')
  const calls = (action: string) => life.ec2.inputs(action).length

  it('stops the machine, changes it, and starts it again: the same one, and nothing is launched', async () => {
    const before = machine()?.id
    const boot = (await life.site()).status.instance?.boot ?? 0
    await choose(life, 't3.large')
    await life.reconcile()
    assert.equal(phaseOf(await life.site()), 'waking')
    assert.equal((await life.site()).status.route, undefined)
    await life.settle()
    const { status } = await life.site()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.deepEqual([machine()?.id, machine()?.type, status.instance?.boot], [before, 't3.large', boot + 1])
    assert.deepEqual([calls('RunInstances'), calls('StopInstances'), calls('ModifyInstanceAttribute')], [1, 1, 1])
    await life.pass(HOUR_MS)
    assert.equal(calls('StopInstances'), 1)
  })

  it('asked for while it sleeps is what it wakes with', async () => {
    await life.ask(sleep.apply)
    await life.settle()
    await choose(life, 't3.large')
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'asleep')
    await life.ask(wake.apply)
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), machine()?.type], ['ready', 't3.large'])
    assert.equal(calls('StopInstances'), 1)
  })

  it('for which there is no room goes back to the size before, and says so', async () => {
    for (const subnet of ['subnet-a', 'subnet-b'])
      life.ec2.noRoom.set(`t3.large ${subnet}`, 'InsufficientInstanceCapacity')
    await choose(life, 't3.large')
    await life.settle()
    const site = await life.site()
    assert.deepEqual([phaseOf(site), site.spec.size, machine()?.type], ['ready', 't3.micro', 't3.micro'])
    const { lastChange } = cardFacts(site, life.policy)
    assert.deepEqual(
      [lastChange?.action, lastChange?.to, lastChange?.by],
      ['size-refused', 't3.large → t3.micro', 'pokopoko'],
    )
  })

  it('that the machine can’t have goes back likewise', async () => {
    await choose(life, 't4g.large')
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), machine()?.type], ['ready', 't3.micro'])
    assert.equal((await life.site()).spec.size, 't3.micro')
  })

  it('is not gone back on for want of room much later', async () => {
    await choose(life, 't3.large')
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    for (const subnet of ['subnet-a', 'subnet-b'])
      life.ec2.noRoom.set(`t3.large ${subnet}`, 'InsufficientInstanceCapacity')
    await life.ask(wake.apply)
    await life.pass(MINUTE_MS)
    assert.equal((await life.site()).spec.size, 't3.large')
    life.ec2.noRoom.clear()
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
  })

  it('is the last one that was asked for', async () => {
    await choose(life, 't3.large')
    await life.reconcile()
    await choose(life, 't3.small')
    await life.settle()
    const { spec } = await life.site()
    assert.deepEqual([spec.size, machine()?.type, phaseOf(await life.site())], ['t3.small', 't3.small', 'ready'])
  })
})

describe('another size, during other work', () => {
  it('waits for the job that runs on the machine', async () => {
    const life = await createLife({ durations: { jobMs: 2 * MINUTE_MS } })
    await life.settle()
    await life.ask(redeploy.apply)
    await life.reconcile()
    await choose(life, 'large')
    await life.reconcile()
    assert.equal((await life.site()).status.instance?.state, 'running')
    assert.notEqual((await life.site()).status.route, undefined)
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), life.machines()[0]?.size], ['ready', 'large'])
    assert.equal(life.jobs('set-up').length, 3)
  })

  it('doesn’t change what a launch has ordered whose outcome nobody knows', async () => {
    const life = await createLife()
    const { launch } = life.ports.instances
    let isLost = true
    life.ports.instances.launch = async (order) => {
      const machine = await launch(order)
      if (isLost) throw new Error('the answer was lost')
      return machine
    }
    await life.reconcile()
    await choose(life, 'large')
    isLost = false
    await life.settle()
    assert.deepEqual(
      [phaseOf(await life.site()), life.machines().length, life.machines()[0]?.size],
      ['ready', 1, 'large'],
    )
  })
})
