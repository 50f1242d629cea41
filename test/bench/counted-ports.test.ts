import assert from 'node:assert/strict'
import { countedPorts } from '../../bench/lifetime-costs/counted-ports.ts'
import { emptyTally } from '../../bench/lifetime-costs/tally.ts'
import { createAlbRoutes } from '../../src/aws/routes.ts'
import type { Ports } from '../../src/control/ports.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { makeShellBench } from '../aws/ssm/bench.ts'
import { createFakeElb } from '../support/aws/fake-elb.ts'
import type { FakeService } from '../support/aws/fake-service.ts'
import { createFakeRoute53, ZONE } from '../support/aws/fake-route53.ts'
import { createFakeScheduler, createTestAlarm } from '../support/aws/fake-scheduler.ts'
import { atOnce } from '../support/at-once.ts'
import { createFakePorts } from '../support/fake-ports.ts'

type Called = Pick<Ports, 'instances' | 'shell' | 'routes' | 'alarm'>

/** The ports on fakes of AWS, whose calls can be counted. */
function onAws() {
  const bench = makeShellBench({ jobMs: 45 * SECOND_MS }, { bootMs: 15_000, stopMs: 30_000, imageMs: 3 * MINUTE_MS })
  const { clock, ec2, ssm, s3, image, size, setUp } = bench
  const elb = createFakeElb(clock, { listeners: 1, healthMs: 9 * SECOND_MS })
  const route53 = createFakeRoute53()
  const scheduler = createFakeScheduler(clock)
  const awsPorts: Called = {
    instances: bench.instances,
    shell: bench.shell,
    routes: createAlbRoutes({
      elb: elb.client,
      route53: route53.client,
      stack: 'sites',
      domain: 'test.example.com',
      hostedZoneId: ZONE,
      vpcId: 'vpc-0123456789abcdef0',
      listeners: elb.listeners,
      clock,
      ...atOnce,
    }),
    alarm: createTestAlarm(scheduler, clock),
  }
  const services: Record<string, FakeService> = {
    EC2: ec2,
    SSM: ssm,
    S3: s3,
    ELB: elb,
    Route53: route53,
    Scheduler: scheduler,
  }
  const calls = () =>
    Object.fromEntries(
      Object.entries(services)
        .map(([name, service]) => [name, service.calls.length] as const)
        .filter(([, count]) => count > 0),
    )
  const forget = () => {
    for (const service of Object.values(services)) service.calls.length = 0
  }
  return { clock, elb, awsPorts, image, size, setUp, calls, forget, close: bench.close }
}

describe('the bench counts calls as src/aws makes them', () => {
  it('from the launch of a machine to the last of its image', async () => {
    const { clock, elb, awsPorts, image, size, setUp, calls, forget, close } = onAws()
    const site = { id: 'site-1', name: 'plum' }
    const counted = async (call: (ports: Called) => Promise<unknown>) => {
      const tally = emptyTally()
      await call(countedPorts({ ...createFakePorts().ports, ...awsPorts }, tally))
      const { DynamoDB: _, ...rest } = tally.calls
      const made = calls()
      forget()
      assert.deepEqual(made, rest, call.toString())
    }
    const { instances, shell } = awsPorts
    const { id } = await instances.launch({ site, token: 'site-1-1', launch: 1, image, size })
    elb.machines.add(id)
    clock.advance(MINUTE_MS)
    // What a container does once only.
    await shell.start(id, setUp)
    clock.advance(MINUTE_MS)
    forget()

    await counted((ports) => ports.instances.launch({ site, token: 'site-1-2', launch: 2, image, size }))
    await counted((ports) => ports.instances.describe(id))
    await counted((ports) => ports.shell.reachable(id))
    let command = ''
    await counted(async (ports) => (command = await ports.shell.start(id, setUp)))
    await counted((ports) => ports.shell.result(id, command))
    clock.advance(MINUTE_MS)
    await counted((ports) => ports.shell.result(id, command))
    const route = { siteId: site.id, name: site.name, instanceId: id, address: '10.0.0.7:80' }
    await counted((ports) => ports.routes.put({ ...route, hasWaited: true }))
    await counted((ports) => ports.routes.remove(site))
    let handle: string | undefined
    await counted(async (ports) => (handle = await ports.routes.prepare(route)))
    clock.advance(HOUR_MS)
    await counted((ports) => ports.routes.put({ ...route, handle }))
    await counted((ports) => ports.routes.remove(site))
    await counted(async (ports) => (handle = await ports.routes.prepare(route)))
    clock.advance(HOUR_MS)
    await counted((ports) => ports.routes.put({ ...route, handle, isFirst: true, hasWaited: true }))
    await counted((ports) => ports.routes.remove(site))
    await counted((ports) => ports.instances.stop(id))
    clock.advance(MINUTE_MS)
    let archive = ''
    await counted(async (ports) => {
      archive = (await ports.instances.createImage({ id, siteId: site.id, siteName: site.name, launch: 1 })).id
    })
    clock.advance(HOUR_MS)
    await counted((ports) => ports.instances.describeImage(archive))
    await counted((ports) => ports.instances.start(id))
    await counted((ports) => ports.instances.terminate(id))
    await counted((ports) => ports.instances.removeImage(archive))
    await counted((ports) => ports.alarm.set(site, clock.now() + HOUR_MS))
    await counted((ports) => ports.alarm.clear(site))
    await close()
  })
})
