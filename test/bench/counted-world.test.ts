import assert from 'node:assert/strict'
import { countedWorld } from '../../bench/lifetime-costs/counted-world.ts'
import { emptyTally } from '../../bench/lifetime-costs/tally.ts'
import { createSchedulerAlarm } from '../../src/aws/alarm.ts'
import { createAlbRoutes } from '../../src/aws/routes.ts'
import type { World } from '../../src/control/ports.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { makeShellBench } from '../aws/ssm/bench.ts'
import { createFakeElb } from '../support/aws/fake-elb.ts'
import type { FakeService } from '../support/aws/fake-service.ts'
import { createFakeRoute53, ZONE } from '../support/aws/fake-route53.ts'
import { createFakeScheduler, SCHEDULE_GROUP } from '../support/aws/fake-scheduler.ts'
import { createFakeWorld } from '../support/fake-world.ts'

type Called = Pick<World, 'instances' | 'shell' | 'routes' | 'alarm'>

/** The ports on fakes of AWS, whose calls can be counted. */
function onAws() {
  const bench = makeShellBench({ jobMs: 45 * SECOND_MS }, { bootMs: 15_000, stopMs: 30_000, imageMs: 3 * MINUTE_MS })
  const { clock, ec2, ssm, s3, image, size, setUp } = bench
  const elb = createFakeElb(clock, { listeners: 1, healthMs: 9 * SECOND_MS })
  const route53 = createFakeRoute53()
  const scheduler = createFakeScheduler(clock)
  const ports: Called = {
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
      wait: async (ms: number) => clock.advance(ms),
    }),
    alarm: createSchedulerAlarm({
      scheduler: scheduler.client,
      clock,
      group: SCHEDULE_GROUP,
      roleArn: 'arn:aws:iam::123456789012:role/schedules',
      targetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:reconcile',
      deadLetterArn: 'arn:aws:sqs:eu-west-1:123456789012:lost',
    }),
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
  return { clock, elb, ports, image, size, setUp, calls, forget, close: bench.close }
}

describe('the bench counts calls as src/aws makes them', () => {
  it('from the launch of a machine to the last of its image', async () => {
    const { clock, elb, ports, image, size, setUp, calls, forget, close } = onAws()
    const site = { id: 'site-1', name: 'plum' }
    const counted = async (tellOf: (world: Called) => Promise<unknown>) => {
      const tally = emptyTally()
      await tellOf(countedWorld({ ...createFakeWorld().world, ...ports }, tally))
      const { DynamoDB: _, ...rest } = tally.calls
      const made = calls()
      forget()
      assert.deepEqual(made, rest, tellOf.toString())
    }
    const { instances, shell } = ports
    const { id } = await instances.launch({ site, token: 'site-1-1', launch: 1, image, size })
    elb.machines.add(id)
    clock.advance(MINUTE_MS)
    // What a container does once only.
    await shell.start(id, setUp)
    clock.advance(MINUTE_MS)
    forget()

    await counted((world) => world.instances.launch({ site, token: 'site-1-2', launch: 2, image, size }))
    await counted((world) => world.instances.describe(id))
    await counted((world) => world.shell.reachable(id))
    let command = ''
    await counted(async (world) => (command = await world.shell.start(id, setUp)))
    await counted((world) => world.shell.result(id, command))
    clock.advance(MINUTE_MS)
    await counted((world) => world.shell.result(id, command))
    await counted((world) =>
      world.routes.put({ siteId: site.id, name: site.name, instanceId: id, address: '10.0.0.7:80' }),
    )
    await counted((world) => world.routes.remove(site))
    await counted((world) => world.instances.stop(id))
    clock.advance(MINUTE_MS)
    let archive = ''
    await counted(async (world) => {
      archive = (await world.instances.createImage({ id, siteId: site.id, siteName: site.name, launch: 1 })).id
    })
    clock.advance(HOUR_MS)
    await counted((world) => world.instances.describeImage(archive))
    await counted((world) => world.instances.start(id))
    await counted((world) => world.instances.terminate(id))
    await counted((world) => world.instances.removeImage(archive))
    await counted((world) => world.alarm.set(site, clock.now() + HOUR_MS))
    await counted((world) => world.alarm.clear(site))
    await close()
  })
})
