import assert from 'node:assert/strict'
import type { Instances, LaunchOrder, Machine } from '../../src/control/ports.ts'
import type { MachineState } from '../../src/site/site.ts'
import { RejectedError } from '../../src/site/errors.ts'
import { rejectsWithReason } from '../support/rejects.ts'

export interface InstancesHarness {
  instances: Instances
  /** What a first machine can be launched from. */
  image: string
  size: string
  /** Resolves once `isSo` gives true; lets time pass, or waits for news, between two looks. */
  eventually(isSo: () => Promise<boolean>): Promise<void>
  /** Frees what the harness holds. */
  close(): Promise<void>
}

/** A platform that may refuse: its next launch is refused before anything else. */
export interface RefusingHarness extends InstancesHarness {
  refuseNext(): void
}

/** What `launch` says of a machine that was refused. */
export function refusalsContract(name: string, make: () => Promise<RefusingHarness>): void {
  describe(`Instances that refuse: ${name}`, () => {
    let harness: RefusingHarness
    beforeEach(async () => {
      harness = await make()
    })
    afterEach(() => harness.close())

    const launch = (number = 1) => {
      const { instances, image, size } = harness
      const site = { id: 'site-1', name: 'plum' }
      return instances.launch({ site, token: `site-1-${number}`, launch: number, image, size })
    }
    const isListed = () => harness.eventually(async () => (await harness.instances.list()).machines.length === 1)

    it('say that nothing was launched, and launch by the next token', async () => {
      harness.refuseNext()
      await assert.rejects(launch(), RejectedError)
      assert.deepEqual((await harness.instances.list()).machines, [])
      assert.equal((await launch(2)).launch, 2)
    })

    it('tell of the machine that the token launched before', async () => {
      const { id } = await launch()
      await isListed()
      harness.refuseNext()
      assert.equal((await launch()).id, id)
    })

    it('refuse the token of a machine that was terminated', async () => {
      const { id } = await launch()
      await isListed()
      await harness.instances.terminate(id)
      harness.refuseNext()
      await assert.rejects(launch(), RejectedError)
      await rejectsWithReason(launch(), 'launch-token-used')
    })
  })
}

/**
 * What every implementation of `Instances` does. A launch token is good for one machine: while that lives the token
 * gives it again, and from its termination on PermanentError `launch-token-used` (EC2: IdempotentInstanceTerminated),
 * so the reconciler has a launch number on record before it launches, and never uses it again.
 */
export function instancesContract(name: string, make: () => Promise<InstancesHarness>): void {
  describe(`Instances: ${name}`, () => {
    let harness: InstancesHarness
    let instances: Instances
    beforeEach(async () => {
      harness = await make()
      instances = harness.instances
    })
    afterEach(() => harness.close())

    const order = (changes: Partial<LaunchOrder> = {}): LaunchOrder => ({
      site: { id: 'site-1', name: 'plum' },
      token: 'site-1-1',
      launch: 1,
      image: harness.image,
      size: harness.size,
      ...changes,
    })
    const until = (id: string, state: MachineState | undefined) =>
      harness.eventually(async () => (await instances.describe(id))?.state === state)
    const launched = async (changes?: Partial<LaunchOrder>): Promise<Machine> => {
      const { id } = await instances.launch(order(changes))
      await until(id, 'running')
      const machine = await instances.describe(id)
      assert.ok(machine)
      return machine
    }
    const stopped = async (): Promise<Machine> => {
      const machine = await launched()
      await instances.stop(machine.id)
      await until(machine.id, 'stopped')
      return machine
    }
    const imageSource = ({ id }: Machine) => ({ id, siteId: 'site-1', siteName: 'plum', launch: 1 })
    const archived = async (): Promise<string> => {
      const { id } = await instances.createImage(imageSource(await stopped()))
      await harness.eventually(async () => (await instances.describeImage(id))?.state === 'available')
      return id
    }

    describe('launch', () => {
      it('gives a machine that is pending, then running at an address', async () => {
        const machine = await instances.launch(order())
        assert.equal(machine.state, 'pending')
        assert.equal(machine.siteId, 'site-1')
        assert.equal(machine.launch, 1)
        assert.equal(machine.address, undefined)
        await until(machine.id, 'running')
        assert.match((await instances.describe(machine.id))?.address ?? '', /^[\w.-]+:\d+$/)
      })

      it('gives the same machine for the same token', async () => {
        const [one, two] = await Promise.all([instances.launch(order()), instances.launch(order())])
        assert.equal(one.id, two.id)
        await until(one.id, 'running')
        assert.equal((await instances.launch(order())).id, one.id)
        assert.equal((await instances.list()).machines.length, 1)
      })

      it('gives another machine for another token', async () => {
        const one = await instances.launch(order())
        const two = await instances.launch(order({ token: 'site-1-2', launch: 2 }))
        assert.notEqual(one.id, two.id)
      })

      it('refuses the token of a machine that was terminated', async () => {
        const { id } = await launched()
        await instances.terminate(id)
        await rejectsWithReason(instances.launch(order()), 'launch-token-used')
        await until(id, undefined)
        await rejectsWithReason(instances.launch(order()), 'launch-token-used')
      })

      it('refuses an image that is not to be had', async () => {
        const image = await archived()
        await instances.removeImage(image)
        await rejectsWithReason(instances.launch(order({ token: 'site-1-2', launch: 2, image })), 'image-missing')
      })

      it('takes an image of ours', async () => {
        const image = await archived()
        const machine = await launched({ token: 'site-1-2', launch: 2, image })
        assert.equal(machine.launch, 2)
      })
    })

    describe('stop and start', () => {
      it('takes the address away and gives one again', async () => {
        const { id } = await stopped()
        assert.equal((await instances.describe(id))?.address, undefined)
        await instances.start(id)
        await until(id, 'running')
        assert.notEqual((await instances.describe(id))?.address, undefined)
      })

      it('says that it starts until it has started', async () => {
        const { id } = await stopped()
        await instances.start(id)
        assert.ok(['pending', 'running'].includes((await instances.describe(id))?.state ?? ''))
      })

      it('changes nothing on a machine that is there already', async () => {
        const { id } = await stopped()
        await instances.stop(id)
        assert.equal((await instances.describe(id))?.state, 'stopped')
        await instances.start(id)
        await until(id, 'running')
        const { address } = (await instances.describe(id)) ?? {}
        await instances.start(id)
        const after = await instances.describe(id)
        assert.equal(after?.state, 'running')
        assert.equal(after?.address, address)
      })
    })

    describe('resize', () => {
      it('leaves a stopped machine the same, and ready to start', async () => {
        const { id } = await stopped()
        await instances.resize(id, harness.size)
        await instances.resize(id, harness.size)
        assert.equal((await instances.describe(id))?.state, 'stopped')
        await instances.start(id)
        await until(id, 'running')
      })

      it('changes nothing on a machine that is gone', async () => {
        const { id } = await stopped()
        await instances.terminate(id)
        await until(id, undefined)
        await instances.resize(id, harness.size)
        assert.equal(await instances.describe(id), undefined)
      })
    })

    describe('terminate', () => {
      for (const from of ['running', 'stopped'] as const) {
        it(`leaves nothing of a ${from} machine`, async () => {
          const { id } = from === 'running' ? await launched() : await stopped()
          await instances.terminate(id)
          await until(id, undefined)
          assert.deepEqual((await instances.list()).machines, [])
        })
      }

      it('can be asked for twice', async () => {
        const { id } = await launched()
        await Promise.all([instances.terminate(id), instances.terminate(id)])
        await until(id, undefined)
        await instances.terminate(id)
      })
    })

    it('accepts orders to machines and images that are gone', async () => {
      const { id } = await launched()
      await instances.terminate(id)
      await until(id, undefined)
      await instances.start(id)
      await instances.stop(id)
      assert.equal(await instances.describe(id), undefined)
      const image = 'image-that-never-was'
      await instances.removeImage(image)
      assert.equal(await instances.describeImage(image), undefined)
    })

    describe('images', () => {
      it('are pending, then available', async () => {
        const source = imageSource(await stopped())
        const image = await instances.createImage(source)
        assert.equal(image.state, 'pending')
        assert.equal(image.siteId, 'site-1')
        assert.equal(image.launch, 1)
        await harness.eventually(async () => (await instances.describeImage(image.id))?.state === 'available')
      })

      it('are made once for each launch', async () => {
        const source = imageSource(await stopped())
        const [one, two] = await Promise.all([instances.createImage(source), instances.createImage(source)])
        assert.equal(one.id, two.id)
        await harness.eventually(async () => (await instances.describeImage(one.id))?.state === 'available')
        assert.equal((await instances.createImage(source)).id, one.id)
        assert.equal((await instances.list()).images.length, 1)
      })

      it('outlive their machine', async () => {
        const image = await archived()
        const [machine] = (await instances.list()).machines
        assert.ok(machine)
        await instances.terminate(machine.id)
        await until(machine.id, undefined)
        assert.equal((await instances.describeImage(image))?.state, 'available')
        assert.equal((await instances.createImage(imageSource(machine))).id, image)
      })

      it('are offered by a label once somebody says so', async () => {
        const image = await archived()
        assert.equal((await instances.describeImage(image))?.label, undefined)
        await instances.offerImage(image, '制作会社')
        await instances.offerImage(image, '制作会社')
        assert.equal((await instances.describeImage(image))?.label, '制作会社')
        assert.deepEqual(
          (await instances.list()).images.map(({ id, label }) => ({ id, label })),
          [{ id: image, label: '制作会社' }],
        )
        await instances.removeImage(image)
        assert.deepEqual((await instances.list()).images, [])
      })

      it('can be removed twice', async () => {
        const image = await archived()
        await instances.removeImage(image)
        await instances.removeImage(image)
        assert.equal(await instances.describeImage(image), undefined)
        assert.deepEqual((await instances.list()).images, [])
      })

      it('cannot be made of a machine that is gone', async () => {
        const machine = await stopped()
        await instances.terminate(machine.id)
        await until(machine.id, undefined)
        await rejectsWithReason(instances.createImage(imageSource(machine)), 'machine-gone')
      })
    })
  })
}
