import { createSchedulerAlarm } from '../../src/aws/alarm.ts'
import { environmentsPath } from '../../src/aws/environment-parameters.ts'
import { createEnvironments } from '../../src/aws/environments.ts'
import { createAlbRoutes } from '../../src/aws/routes.ts'
import { createEnvironmentAccess } from '../../src/aws/environment-access.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { alarmContract } from '../contracts/alarm.ts'
import { environmentsContract } from '../contracts/environments.ts'
import { instancesContract } from '../contracts/instances.ts'
import { routesContract } from '../contracts/routes.ts'
import { shellContract } from '../contracts/shell.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { cloud } from './support/cloud.ts'
import { makeScheduler } from './support/firing-scheduler.ts'
import { atOnce } from '../support/at-once.ts'
import { leadsTo } from './support/leads-to.ts'
import { DOMAIN, newStack, openCloud, openMachines } from './support/ports-at-moto.ts'
import { withFull } from './support/full-listener.ts'

instancesContract('moto', openMachines)
shellContract('moto', openMachines)

for (const full of [0, 1]) {
  routesContract(`moto, ${full} of two load balancers full`, async () => {
    const { settings, listeners, machines } = await openCloud()
    const [first, second] = listeners
    const stack = newStack()
    const routes = createAlbRoutes({
      elb: full === 0 ? cloud.elb : withFull(first.listenerArn),
      route53: cloud.route53,
      stack,
      domain: `${stack}.${DOMAIN}`,
      hostedZoneId: settings.zone.id,
      vpcId: settings.vpcId,
      listeners,
      clock: { now: Date.now },
      ...atOnce,
    })
    return {
      // moto checks no targets.
      routes: { ...routes, put: (route) => routes.put({ ...route, hasWaited: true }) },
      machines,
      leadsTo: (name) => leadsTo(settings.zone.id, [first, second], `${name}.${stack}.${DOMAIN}`),
      close: async () => {},
    }
  })
}

environmentsContract('moto', async () => {
  const deps = { ssm: cloud.ssm, path: environmentsPath({ secretsPath: '/pokopoko', name: newStack() }) }
  return { environments: { ...createEnvironments(deps), ...createEnvironmentAccess(deps) }, close: async () => {} }
})

alarmContract('moto', async () => {
  const clock = createFakeClock(Date.parse('2026-11-02T03:00:00Z'))
  const group = newStack()
  const { client, due } = await makeScheduler(clock, group)
  const gone: string[] = []
  return {
    alarm: createSchedulerAlarm({
      scheduler: client,
      clock,
      group,
      roleArn: 'arn:aws:iam::123456789012:role/schedules',
      targetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:reconcile',
      deadLetterArn: 'arn:aws:sqs:eu-central-1:123456789012:lost',
    }),
    now: clock.now,
    latenessMs: MINUTE_MS,
    pass: async (ms) => {
      clock.advance(ms)
      gone.push(...(await due()))
    },
    gone: () => gone,
    close: async () => client.destroy(),
  }
})
