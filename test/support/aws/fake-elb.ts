import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Clock } from '../../../src/control/ports.ts'
import type { ElbState, ElbListener } from './elb-state.ts'
import { ruleHandlers } from './elb-rules.ts'
import { targetGroupHandlers } from './elb-target-groups.ts'
import { createFakeService, answeredBy, insteadOfNetwork, nowhere } from './fake-service.ts'

/** Load balancers with an HTTPS listener each. */
export function createFakeElb(
  clock: Clock,
  { listeners, healthMs = 0, pageSize }: { listeners: number; healthMs?: number; pageSize?: number },
) {
  const elb: ElbState = {
    clock,
    listeners: Array.from({ length: listeners }, (_, index) => listener(index + 1)),
    groups: new Map(),
    rules: new Map(),
    machines: new Set(),
    healthMs,
    pageSize,
    quotas: { rules: 100, targetGroups: 100 },
    full: new Map(),
  }
  const service = createFakeService({ ...targetGroupHandlers(elb), ...ruleHandlers(elb) })
  const client = new ElasticLoadBalancingV2Client(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return {
    ...elb,
    ...service,
    client,
    serve: (dnsName: string, host: string, path = '/') => serve(elb, dnsName, host, path),
  }
}

function listener(number: number): ElbListener {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012'
  return {
    listenerArn: `${arn}:listener/app/sites-${number}/50dc6c495c0c9188/f2f7dc8efc522ab2`,
    loadBalancerArn: `${arn}:loadbalancer/app/sites-${number}/50dc6c495c0c9188`,
    dnsName: `sites-${number}.eu-west-1.elb.amazonaws.com`,
    hostedZoneId: `ZELB${number}`,
  }
}

/** The target group and machines that a visitor of that load balancer gets to. */
function serve({ listeners, rules, groups }: ElbState, dnsName: string, host: string, path: string) {
  const here = listeners.find((listener) => listener.dnsName === dnsName)
  const [rule] = [...rules.values()]
    .filter(
      (rule) => rule.listener === here?.listenerArn && rule.host === host && [undefined, path].includes(rule.path),
    )
    .toSorted((a, b) => Number(a.Priority) - Number(b.Priority))
  const group = groups.get(rule?.targetGroup ?? '')
  return group && { tags: group.tags, targets: group.targets.filter(({ isDraining }) => !isDraining) }
}
