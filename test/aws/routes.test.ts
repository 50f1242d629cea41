import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { createAlbRoutes } from '../../src/aws/routes.ts'
import { LOAD_BALANCERS, RECORDS } from '../../src/aws/alb/paces.ts'
import type { Route, Routes } from '../../src/control/ports.ts'
import { createTurns } from '../../src/control/turns.ts'
import { MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { routesContract } from '../contracts/routes.ts'
import { createFakeElb } from '../support/aws/fake-elb.ts'
import { createFakeRoute53, ZONE } from '../support/aws/fake-route53.ts'
import { atOnce } from '../support/at-once.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { rejectsForNow } from '../support/rejects.ts'

const MACHINES = ['i-00000000000000001', 'i-00000000000000002'] as const

function make({
  listeners = 2,
  healthMs = 0,
  pageSize,
}: { listeners?: number; healthMs?: number; pageSize?: number } = {}) {
  const clock = createFakeClock(Date.parse('2026-11-02T03:00:00Z'))
  const elb = createFakeElb(clock, { listeners, healthMs, ...(pageSize !== undefined && { pageSize }) })
  const route53 = createFakeRoute53()
  for (const id of MACHINES) elb.machines.add(id)
  const settings = {
    elb: elb.client,
    route53: route53.client,
    stack: 'sites',
    domain: 'test.example.com',
    hostedZoneId: ZONE,
    vpcId: 'vpc-0123456789abcdef0',
    listeners: elb.listeners,
    clock,
    ...atOnce,
  }
  /** As a visitor goes: by its own record, or else by the wildcard to the first load balancer; then by rules. */
  const leadsTo = async (name: string) => {
    const host = `${name}.test.example.com`
    const found = elb.serve(route53.aliasOf(host) ?? elb.listeners[0]?.dnsName ?? '', host)
    if (found === undefined) return undefined
    const [target] = found.targets
    assert.ok(target !== undefined && found.targets.length === 1)
    const siteId = found.tags.find(({ Key }) => Key === 'pokopoko:site')?.Value ?? ''
    return { siteId, instanceId: target.id, address: `127.0.0.1:${target.port}` }
  }
  return { clock, elb, route53, settings, routes: createAlbRoutes(settings), leadsTo }
}

const route = (number: number): Route => ({
  siteId: `site-${number}`,
  name: `plum-${number}`,
  instanceId: MACHINES[0],
  address: '10.0.0.7:80',
})
function aGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

const siteOf = ({ siteId, name }: Route) => ({ id: siteId, name })

for (const full of [0, 1]) {
  routesContract(`load balancers, ${full} of them full`, async () => {
    const { elb, route53, routes, leadsTo } = make()
    for (const { listenerArn } of elb.listeners.slice(0, full)) elb.full.set(listenerArn, 'TooManyRulesException')
    const close = async () => {
      elb.client.destroy()
      route53.client.destroy()
    }
    return { routes, machines: MACHINES, leadsTo, close }
  })
}

describe('createAlbRoutes', () => {
  it('makes a target group that looks after its machine often', async () => {
    const { elb, routes } = make()
    await routes.put(route(1))
    const [input = {}] = elb.inputs('CreateTargetGroup')
    const { Name, ...rest } = { Name: '', ...input }
    assert.match(Name, /^pokopoko-[0-9a-f]{23}$/)
    assert.deepEqual(rest, {
      VpcId: 'vpc-0123456789abcdef0',
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'instance',
      HealthCheckPath: '/_pokopoko/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 4,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 6,
      Tags: [
        { Key: 'pokopoko:stack', Value: 'sites' },
        { Key: 'pokopoko:site', Value: 'site-1' },
        { Key: 'pokopoko:name', Value: 'plum-1' },
      ],
    })
  })

  it('gives the requests of a machine that is replaced ten seconds', async () => {
    const { elb, routes } = make()
    await routes.put(route(1))
    const [group] = [...elb.groups.values()]
    assert.deepEqual(group?.attributes, {})
    await routes.put({ ...route(1), instanceId: MACHINES[1] })
    assert.deepEqual(group.attributes, { 'deregistration_delay.timeout_seconds': '10' })
  })

  it('makes one rule, for the host alone, among those that are not for all sites', async () => {
    const { elb, routes } = make()
    await routes.put(route(1))
    await routes.put(route(1))
    const [rule, ...others] = [...elb.rules.values()]
    assert.deepEqual(others, [])
    assert.deepEqual(rule?.Conditions, [
      { Field: 'host-header', HostHeaderConfig: { Values: ['plum-1.test.example.com'] } },
    ])
    assert.ok(Number(rule?.Priority) >= 1000)
    assert.deepEqual(
      rule?.tags.map(({ Value }) => Value),
      ['sites', 'site-1', 'plum-1'],
    )
  })

  it('has health checks begin with a rule for them alone, which put then opens', async () => {
    const { elb, routes, clock } = make({ healthMs: 10 * SECOND_MS })
    await routes.prepare(route(1))
    const conditions = () => [...elb.rules.values()].map((rule) => rule.Conditions?.map(({ Field }) => Field))
    assert.deepEqual(conditions(), [['host-header', 'path-pattern']])
    clock.advance(10 * SECOND_MS)
    assert.equal(await routes.put(route(1)), 'led')
    assert.deepEqual(conditions(), [['host-header']])
    await routes.put(route(1))
    assert.equal(elb.inputs('ModifyRule').length, 1)
  })

  it('opens the rule of a prepare that was quicker', async () => {
    const { elb, routes, leadsTo } = make()
    await Promise.all([routes.prepare(route(1)), routes.put(route(1))])
    assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
    assert.equal(elb.rules.size, 1)
  })

  it('takes another priority when somebody is quicker', async () => {
    const { elb, routes, leadsTo } = make()
    for (const _ of [1, 2]) elb.failNext('CreateRule', 'PriorityInUseException')
    await routes.put(route(1))
    assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
  })

  it('gives up when somebody is always quicker', async () => {
    const { elb, routes } = make()
    for (let round = 0; round < 10; round++) elb.failNext('CreateRule', 'PriorityInUseException')
    await rejectsForNow(routes.put(route(1)))
  })

  it('leads nobody to a machine that the load balancer does not know yet, unless that takes too long', async () => {
    const { clock, routes, leadsTo } = make({ healthMs: 12 * SECOND_MS })
    const isOpen = async () => (await leadsTo('plum-1')) !== undefined
    for (const _ of [1, 2]) assert.equal(await routes.put(route(1)), 'waiting')
    assert.equal(await isOpen(), false)
    clock.advance(12 * SECOND_MS)
    assert.equal(await routes.put(route(1)), 'led')
    assert.equal(await isOpen(), true)
    const never = make({ healthMs: 1000 * SECOND_MS })
    assert.equal(await never.routes.put({ ...route(1), hasWaited: true }), 'led')
    assert.equal((await never.leadsTo('plum-1'))?.siteId, 'site-1')
  })

  it('asks load balancers five times for a site that was prepared, whichever process did', async () => {
    const { elb, routes, settings, leadsTo } = make({ listeners: 1 })
    const other = createAlbRoutes(settings)
    for (const process of [routes, other]) await process.put(route(2))
    elb.calls.length = 0
    const handle = await routes.prepare(route(1))
    assert.equal(await other.put({ ...route(1), handle }), 'led')
    assert.deepEqual(
      elb.calls.map(({ command }) => command),
      ['CreateTargetGroup', 'RegisterTargets', 'CreateRule', 'DescribeTargetHealth', 'ModifyRule'],
    )
    assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
  })

  it('asks nothing of a site’s first machine whose checks have ended', async () => {
    const { elb, routes, leadsTo } = make({ listeners: 1, healthMs: 1000 * SECOND_MS })
    const handle = await routes.prepare(route(1))
    elb.calls.length = 0
    assert.equal(await routes.put({ ...route(1), handle, isFirst: true }), 'waiting')
    assert.equal(await routes.put({ ...route(1), handle, isFirst: true, hasWaited: true }), 'led')
    assert.deepEqual(
      elb.calls.map(({ command }) => command),
      ['DescribeTargetHealth', 'ModifyRule'],
    )
    assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
  })

  it('leads to a prepared machine alone, where the site had others', async () => {
    const { routes, leadsTo } = make()
    await routes.put(route(1))
    const later = { ...route(1), instanceId: MACHINES[1] }
    const handle = await routes.prepare(later)
    await routes.put({ ...later, handle, hasWaited: true })
    assert.equal((await leadsTo('plum-1'))?.instanceId, MACHINES[1])
  })

  it('takes the name from an older site, once the younger one that was prepared is put', async () => {
    const { elb, routes, leadsTo } = make()
    Object.assign(elb.quotas, { targetGroups: 1 })
    await routes.put({ ...route(1), siteId: 'older' })
    const handle = await routes.prepare(route(1))
    assert.equal((await leadsTo('plum-1'))?.siteId, 'older')
    await routes.put({ ...route(1), handle, isFirst: true, hasWaited: true })
    assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
    assert.equal(elb.rules.size, 1)
  })

  it('makes what was prepared again, where it is gone', async () => {
    const { routes, settings, leadsTo } = make()
    const handle = await routes.prepare(route(1))
    await createAlbRoutes(settings).remove(siteOf(route(1)))
    await routes.put({ ...route(1), handle, isFirst: true, hasWaited: true })
    assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
  })

  it('comes to a load balancer with no room once, or not at all where its rules show that', async () => {
    const { elb, routes, settings } = make()
    const other = createAlbRoutes(settings)
    await other.put(route(0))
    for (let number = 1; number < 100; number++) await routes.put(route(number))
    const askedAbout = async (process: typeof routes, number: number) => {
      elb.calls.length = 0
      await process.put(route(number))
      return elb.inputs('CreateRule').length
    }
    assert.equal(await askedAbout(createAlbRoutes(settings), 101), 1)
    assert.equal(await askedAbout(other, 102), 2)
    assert.equal(await askedAbout(other, 103), 1)
  })

  it('takes turns with other processes, thirty calls at one moment and then ten a second', async () => {
    const { elb, route53, settings, clock } = make({ pageSize: 400 })
    const store = createFakeSiteStore()
    const waits = { elb: 0, records: 0 }
    const turns = (service: keyof typeof waits) => ({
      store,
      clock,
      wait: async (ms: number) => void (waits[service] = Math.max(waits[service], ms)),
    })
    const processes = [0, 1, 2].map(() =>
      createAlbRoutes({
        ...settings,
        turn: createTurns(turns('elb'), 'load-balancers', LOAD_BALANCERS),
        recordTurn: createTurns(turns('records'), 'records', RECORDS),
      }),
    )
    const each = (work: (routes: Routes, number: number) => Promise<unknown>) =>
      Promise.all(Array.from({ length: 30 }, (_, number) => work(processes[number % 3] ?? assert.fail(), number)))
    const handles = await each(async (routes, number) => routes.prepare(route(number)))
    await each((routes, number) => routes.put({ ...route(number), handle: String(handles[number]), isFirst: true }))
    assert.equal(elb.rules.size, 30)
    assert.ok(waits.elb / 100 + 30 >= elb.calls.length, `${waits.elb} for ${elb.calls.length}`)
    assert.ok(waits.records / 250 + 1 >= route53.calls.length, `${waits.records} for ${route53.calls.length}`)
  })

  it('finds out what others have changed since rules were listed', async () => {
    const { routes, settings, leadsTo } = make()
    const other = createAlbRoutes(settings)
    await routes.put(route(1))
    await other.remove(siteOf(route(1)))
    await other.put(route(1))
    const later = { ...route(1), instanceId: MACHINES[1] }
    await routes.put(later)
    assert.equal((await leadsTo('plum-1'))?.instanceId, MACHINES[1])
    await other.put(route(2))
    await routes.put(route(2))
    await routes.remove(siteOf(route(2)))
    assert.equal(await leadsTo('plum-2'), undefined)
  })

  it('fills one load balancer after the other, and makes room again', async () => {
    const { elb, route53, routes, leadsTo } = make()
    Object.assign(elb.quotas, { targetGroups: 2 })
    for (const number of [1, 2, 3]) await routes.put(route(number))
    const [first, second] = elb.listeners.map(({ listenerArn }) => listenerArn)
    assert.deepEqual(
      [...elb.rules.values()].map(({ listener }) => listener),
      [first, first, second],
    )
    assert.deepEqual([...route53.records.keys()], ['plum-3.test.example.com. A', 'plum-3.test.example.com. AAAA'])
    for (const number of [1, 2, 3]) assert.equal((await leadsTo(`plum-${number}`))?.siteId, `site-${number}`)
    await rejectsForNow(Promise.all([routes.put(route(4)), routes.put(route(5))]))
    for (const number of [1, 3, 4, 5]) await routes.remove(siteOf(route(number)))
    assert.equal(route53.records.size, 0)
    await routes.put(route(6))
    assert.equal(route53.records.size, 0)
    assert.equal((await leadsTo('plum-6'))?.siteId, 'site-6')
  })

  it('remembers for five minutes which rules there are, and that a load balancer is full', async () => {
    const { clock, elb, routes } = make()
    elb.full.set(elb.listeners[0]?.listenerArn ?? '', 'TooManyRulesException')
    await routes.put(route(1))
    const asksFor = async (number: number) => {
      elb.calls.length = 0
      await routes.put(route(number))
      const count = (name: string) => elb.calls.filter(({ command }) => command === name).length
      return { lists: count('DescribeRules') > 0, rules: count('CreateRule') }
    }
    assert.deepEqual(await asksFor(2), { lists: false, rules: 1 })
    clock.advance(5 * MINUTE_MS)
    assert.deepEqual(await asksFor(3), { lists: true, rules: 2 })
  })

  it('makes the calls that a turn was taken for right after it', async () => {
    const { elb, settings } = make({ listeners: 1, pageSize: 400 })
    const turns: { after: number; calls: number }[] = []
    const turn = async (calls = 1) => void turns.push({ after: elb.calls.length, calls })
    const routes = createAlbRoutes({ ...settings, turn })
    const handle = await routes.prepare(route(1))
    await routes.put({ ...route(1), handle })
    assert.deepEqual(turns, [
      { after: 0, calls: 1 },
      { after: 1, calls: 3 },
      { after: 4, calls: 2 },
    ])
    assert.equal(elb.calls.length, 6)
  })

  it('leaves other records alone', async () => {
    const { elb, route53, routes } = make()
    elb.full.set(elb.listeners[0]?.listenerArn ?? '', 'TooManyTargetGroupsException')
    const others = ['plum-1.plum-1.test.example.com.', 'plum-10.test.example.com.', '\\052.test.example.com.']
    for (const Name of others) {
      route53.records.set(`${Name} A`, {
        Name,
        Type: 'A',
        AliasTarget: { HostedZoneId: 'Z', DNSName: 'elsewhere', EvaluateTargetHealth: false },
      })
    }
    await routes.put(route(1))
    await routes.remove(siteOf(route(1)))
    assert.deepEqual(
      [...route53.records.values()].map(({ Name }) => Name),
      others,
    )
  })

  it('lists to the last, and only those of the stack', async () => {
    const { routes, settings } = make()
    const other = createAlbRoutes({ ...settings, stack: 'other' })
    await other.put({ ...route(9), name: 'quince' })
    for (const number of [1, 2, 3, 4, 5]) await routes.put(route(number))
    assert.equal((await routes.list()).length, 5)
    assert.deepEqual(await other.list(), [{ siteId: 'site-9', name: 'quince' }])
  })

  it('lists more than can be asked about at once', async () => {
    const { routes } = make({ listeners: 1 })
    await Promise.all(Array.from({ length: 21 }, (_, number) => routes.put(route(number))))
    assert.equal((await routes.list()).length, 21)
  })

  it('asks whose a route is only where that is not known', async () => {
    const { elb, routes } = make()
    for (const number of [1, 2, 3]) await routes.put(route(number))
    const known = [1, 2].map((number) => siteOf(route(number)))
    const listed = await routes.list([...known, { id: 'site-4', name: 'plum-4' }])
    assert.deepEqual(listed.map(({ siteId, name }) => `${name} of ${siteId}`).toSorted(), [
      'plum-1 of site-1',
      'plum-2 of site-2',
      'plum-3 of site-3',
    ])
    const [third] = [...elb.groups.values()].filter(({ tags }) => tags.some(({ Value }) => Value === 'site-3'))
    assert.deepEqual(elb.inputs('DescribeTags'), [{ ResourceArns: [third?.arn] }])
  })

  it('makes one rule when another process makes it after ours has looked', async () => {
    const { elb, routes, settings } = make({ listeners: 1 })
    const gate = aGate()
    elb.delayNext('CreateRule', gate.opened)
    const slow = routes.put(route(1))
    while (elb.inputs('CreateRule').length === 0) await setImmediate()
    await createAlbRoutes(settings).put(route(1))
    gate.open()
    await slow
    assert.equal(elb.rules.size, 1)
  })

  const orders = [
    'CreateTargetGroup',
    'RegisterTargets',
    'CreateRule',
    'ChangeResourceRecordSets',
    'DeleteRule',
    'DeleteTargetGroup',
  ]
  for (const command of orders) {
    for (const when of ['before', 'after'] as const) {
      it(`is put and removed by the next call when one is cut off ${when} ${command}`, async () => {
        const { elb, route53, routes, leadsTo } = make()
        elb.full.set(elb.listeners[0]?.listenerArn ?? '', 'TooManyRulesException')
        const cut = async (call: () => Promise<unknown>) => {
          for (const service of [elb, route53]) service.failNext(command, 'ConnectionLost', when)
          for (const _ of ['cut off', 'cut off']) await call().catch(() => undefined)
          await call()
        }
        await cut(() => routes.put(route(1)))
        assert.equal((await leadsTo('plum-1'))?.siteId, 'site-1')
        await cut(() => routes.remove(siteOf(route(1))))
        assert.deepEqual([elb.groups.size, elb.rules.size, route53.records.size], [0, 0, 0])
      })
    }
  }

  it('tells of what a call that was cut off has left', async () => {
    const { elb, routes } = make()
    elb.failNext('CreateRule', 'ConnectionLost')
    await rejectsForNow(routes.put(route(1)))
    assert.deepEqual(await routes.list(), [{ siteId: 'site-1', name: 'plum-1' }])
    await routes.remove(siteOf(route(1)))
    assert.deepEqual(await routes.list(), [])
  })
})
