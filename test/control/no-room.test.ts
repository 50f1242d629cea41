import assert from 'node:assert/strict'
import { cardFacts } from '../../src/site/card.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { createLifeOnEc2, PLACES } from './on-ec2.ts'

const CODE = 'InsufficientInstanceCapacity'

/** EC2 has no room in these of its sizes and zones. */
async function fullIn(places: readonly string[], code = CODE) {
  const life = await createLifeOnEc2()
  for (const place of places) life.ec2.noRoom.set(place, code)
  const start = life.clock.now()
  const placesTried = () => life.launches().map(({ place }) => place)
  return { ...life, placesTried, spentMs: () => life.clock.now() - start }
}

describe('no room for a machine', () => {
  for (const count of [1, 2, 3]) {
    it(`in ${count} of the sizes and zones: the next is tried at once, by a number and a token of its own`, async () => {
      const { reconcile, launches, ec2, site, spentMs } = await fullIn(PLACES.slice(0, count))
      await reconcile()
      const tried = PLACES.slice(0, count + 1)
      assert.deepEqual(
        launches(),
        tried.map((place, index) => ({ place, token: String(index + 1) })),
      )
      assert.deepEqual(
        [...ec2.instances.values()].map(({ type, subnet }) => `${type} ${subnet}`),
        tried.slice(-1),
      )
      const { instance, launches: number, launching, failures } = (await site()).status
      assert.deepEqual([instance?.launch, number, launching, failures], [count + 1, count + 1, undefined, {}])
      assert.equal(spentMs(), 0)
    })
  }

  it('anywhere: all are tried in turn, with waits between the rounds, and then the site says so', async () => {
    const { pass, placesTried, launches, site, policy } = await fullIn(PLACES)
    await pass(14 * SECOND_MS)
    assert.deepEqual(placesTried(), PLACES)
    assert.equal(phaseOf(await site()), 'requested')
    await pass(SECOND_MS)
    assert.deepEqual(placesTried(), [...PLACES, ...PLACES])
    await pass(HOUR_MS)
    assert.deepEqual(placesTried(), Array.from({ length: 7 }, () => PLACES).flat())
    assert.equal(new Set(launches().map(({ token }) => token)).size, 28)
    const failed = await site()
    assert.deepEqual([phaseOf(failed), failed.status.launching], ['failed', undefined])
    assert.equal(cardFacts(failed, policy).failure?.failure.reason, 'no-capacity')
  })

  it('and some again later: the site comes up there, and not before', async () => {
    const { pass, ec2, placesTried, site } = await fullIn(PLACES)
    await pass(SECOND_MS)
    ec2.noRoom.delete('t3a.micro subnet-a')
    await pass(MINUTE_MS)
    assert.deepEqual(placesTried(), [...PLACES, ...PLACES.slice(0, 3)])
    assert.equal((await site()).status.instance?.state, 'running')
    assert.equal(ec2.instances.size, 1)
  })

  it('and a refusal after that: the same place is asked for, until somebody asks again for the first', async () => {
    const { pass, ec2, ask, placesTried, ports, failLaunches } = await fullIn(PLACES.slice(0, 1))
    const { launch } = ports.instances
    ports.instances.launch = async (order) => {
      ports.instances.launch = launch
      failLaunches('PendingVerification')
      return launch(order)
    }
    await pass(HOUR_MS)
    assert.deepEqual(placesTried(), [PLACES[0], ...Array.from({ length: 6 }, () => PLACES[1])])
    ports.instances.launch = launch
    ec2.noRoom.clear()
    await ask(retry.apply)
    await pass(SECOND_MS)
    assert.equal(placesTried().at(-1), PLACES[0])
  })

  for (const code of ['VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded', 'Unsupported']) {
    it(`by a quota, or since a zone has no such type: ${code}`, async () => {
      const { reconcile, placesTried } = await fullIn(PLACES.slice(0, 2), code)
      await reconcile()
      assert.deepEqual(placesTried(), PLACES.slice(0, 3))
    })
  }

  it('and an answer that was lost after that: the same token asks for the same size and zone', async () => {
    const { pass, ec2, launches, site } = await fullIn(PLACES.slice(0, 1))
    // The first call ends before that.
    ec2.failNext('RunInstances', 'ConnectionLost', 'after')
    await pass(MINUTE_MS)
    assert.deepEqual(launches(), [
      { place: PLACES[0], token: '1' },
      { place: PLACES[1], token: '2' },
      { place: PLACES[1], token: '2' },
    ])
    assert.deepEqual([ec2.instances.size, (await site()).status.launches], [1, 2])
  })

  it('is no reason to keep a site that nobody wants any more', async () => {
    const { pass, ask, load } = await fullIn(PLACES)
    await pass(SECOND_MS)
    await ask(deleteWithoutArchive.apply)
    await pass(SECOND_MS)
    assert.equal(await load(), undefined)
  })

  it('to start a machine again: it is tried until there is, and nothing else is made of it', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    life.fill(4, life.clock.now() + 2 * MINUTE_MS)
    await life.ask(wake.apply)
    await life.pass(MINUTE_MS)
    const asleep = await life.site()
    assert.deepEqual([phaseOf(asleep), asleep.status.failures['start']?.reason], ['waking', 'no-capacity'])
    await life.pass(10 * MINUTE_MS)
    assert.deepEqual([phaseOf(await life.site()), life.machines().length], ['ready', 1])
  })
})
