import assert from 'node:assert/strict'
import type { SetUpJob } from '../../src/control/jobs.ts'
import { instancesContract, refusalsContract } from '../contracts/instances.ts'
import { routesContract } from '../contracts/routes.ts'
import { shellContract } from '../contracts/shell.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeMachines, type FakeMachinesOptions } from './fake-machines.ts'
import { createFakeRoutes } from './fake-routes.ts'
import { succeedWith } from './fake-shell.ts'
import { rejectsForNow } from './rejects.ts'
import { targetOf } from './target-of.ts'
import { eventually } from './eventually.ts'

const site = { id: 'site-1', name: 'plum' }
const order = { site, token: 'site-1-1', launch: 1, image: 'base', size: 'small' }
const access = { user: 'agency', passwordHash: 'hash-of-the-password' }
const setUp: SetUpJob = {
  kind: 'set-up',
  site: { ...site, url: 'https://plum.test' },
  cloneUrl: 'https://code.test/agency/plum.git',
  repository: 'agency/plum',
  branch: 'main',
  documentRoot: 'public',
  access,
  webhookSecret: 'secret-of-the-hook',
  members: [],
}

function fakes(options: Omit<FakeMachinesOptions, 'clock'> = {}) {
  const clock = createFakeClock(0)
  return { clock, ...createFakeMachines({ clock, baseImages: ['base'], ...options }) }
}

function harness(options: Omit<FakeMachinesOptions, 'clock'> = {}) {
  let head = '1'.repeat(40)
  const succeed = succeedWith(() => head)
  const { clock, instances, shell, refuseLaunches } = fakes({
    ...options,
    outcomes: (job, id, disk) =>
      job.kind === 'set-up' && job.branch === 'nowhere'
        ? { state: 'failed', reason: 'branch-missing', log: '', permanent: true }
        : succeed(job, id, disk),
  })
  const push = async () => (head = '2'.repeat(40))
  const close = async () => undefined
  const until = (isSo: () => Promise<boolean>) => eventually(clock, isSo)
  const job = { setUp, missingBranch: 'nowhere', push }
  const refuseNext = () => refuseLaunches(1)
  return { instances, shell, image: 'base', size: 'small', ...job, eventually: until, close, refuseNext }
}

const slow = { bootMs: 20_000, agentMs: 10_000, stopMs: 15_000, terminateMs: 30_000, imageMs: 60_000, jobMs: 5_000 }

instancesContract('fake', async () => harness())
instancesContract('slow fake', async () => harness({ durations: slow }))
refusalsContract('fake', async () => harness())
refusalsContract('slow fake', async () => harness({ durations: slow }))
shellContract('fake', async () => harness())
shellContract('slow fake', async () => harness({ durations: slow }))
routesContract('fake', async () => {
  const { routes, led } = createFakeRoutes()
  const leadsTo = async (name: string) => targetOf(led().find((route) => route.name === name))
  return { routes, machines: ['machine-1', 'machine-2'], leadsTo, close: async () => undefined }
})

describe('createFakeMachines', () => {
  it('keeps a state for as long as it is told', async () => {
    const { instances, shell, clock } = fakes({ durations: slow })
    const { id } = await instances.launch(order)
    clock.advance(19_999)
    assert.equal((await instances.describe(id))?.state, 'pending')
    clock.advance(1)
    assert.equal((await instances.describe(id))?.state, 'running')
    clock.advance(9_999)
    assert.equal(await shell.reachable(id), false)
    clock.advance(1)
    assert.equal(await shell.reachable(id), true)
  })

  it('refuses orders that come too early, as EC2 does', async () => {
    const { instances, clock } = fakes({ durations: slow })
    const { id } = await instances.launch(order)
    await rejectsForNow(instances.stop(id))
    clock.advance(20_000)
    await rejectsForNow(instances.createImage({ id, siteId: site.id, siteName: site.name, launch: 1 }))
    await instances.stop(id)
    await rejectsForNow(instances.start(id))
  })

  it('refuses a token that comes with another order', async () => {
    const { instances } = fakes()
    await instances.launch(order)
    await rejectsForNow(instances.launch({ ...order, size: 'large' }))
  })

  it('spoils an image whose machine is terminated too early', async () => {
    const { instances, clock, images } = fakes({ durations: slow })
    const { id } = await instances.launch(order)
    clock.advance(20_000)
    await instances.stop(id)
    clock.advance(15_000)
    await instances.createImage({ id, siteId: site.id, siteName: site.name, launch: 1 })
    await instances.terminate(id)
    clock.advance(60_000)
    assert.deepEqual(
      images().map((image) => image.state),
      ['failed'],
    )
  })

  it('carries what jobs left over into images and their machines', async () => {
    const { instances, shell, machines } = fakes()
    const { id } = await instances.launch(order)
    await shell.start(id, setUp)
    await instances.describe(id)
    await shell.reachable(id)
    await instances.stop(id)
    await instances.describe(id)
    const image = await instances.createImage({ id, siteId: site.id, siteName: site.name, launch: 1 })
    await instances.describeImage(image.id)
    await instances.launch({ ...order, token: 'site-1-2', launch: 2, image: image.id })
    assert.deepEqual(
      machines().map(({ disk }) => disk),
      [
        { setUp, access, users: { members: [] }, served: '1'.repeat(40) },
        { setUp, access, users: { members: [] }, served: '1'.repeat(40) },
      ],
    )
  })

  it('ends jobs with the boot that they were started in', async () => {
    const { instances, shell, clock, jobs } = fakes({ durations: { jobMs: 60_000 } })
    const { id } = await instances.launch(order)
    await shell.start(id, setUp)
    await instances.stop(id)
    await instances.describe(id)
    await instances.start(id)
    clock.advance(60_000)
    assert.deepEqual(
      jobs().map(({ outcome }) => outcome?.state),
      ['failed'],
    )
  })
})
