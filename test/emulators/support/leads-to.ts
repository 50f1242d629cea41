import {
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53'
import type { Listener } from '../../../src/aws/alb/rules.ts'
import { cloud } from './cloud.ts'

/** Where a visitor gets to, asked for without our own ports: by the host's own record, or to the first load balancer; then by its rules. */
export async function leadsTo(zone: string, listeners: readonly Listener[], host: string) {
  const { ResourceRecordSets = [] } = await cloud.route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone }),
  )
  const alias = ResourceRecordSets.find(({ Name, Type }) => Name === `${host}.` && Type === 'A')?.AliasTarget
  const listener = listeners.find(({ dnsName }) => `${dnsName}.` === withDot(alias?.DNSName)) ?? listeners[0]
  const query = new DescribeRulesCommand({ ListenerArn: listener?.listenerArn })
  const { Rules = [] } = await cloud.elb.send(query)
  // Those with a path are for health checks.
  const [rule] = Rules.filter(
    ({ Conditions: [condition, ...others] = [] }) =>
      condition?.HostHeaderConfig?.Values?.includes(host) === true && others.length === 0,
  ).toSorted((a, b) => Number(a.Priority) - Number(b.Priority))
  const TargetGroupArn = rule?.Actions?.[0]?.TargetGroupArn
  if (TargetGroupArn === undefined) return undefined
  const [{ TargetHealthDescriptions = [] }, { TagDescriptions: [tags] = [] }] = await Promise.all([
    cloud.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
    cloud.elb.send(new DescribeTagsCommand({ ResourceArns: [TargetGroupArn] })),
  ])
  const targets = TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
  return {
    siteId: tags?.Tags?.find(({ Key }) => Key === 'pokopoko:site')?.Value ?? '',
    instanceId: targets.map(({ Target }) => Target?.Id).join(' and '),
    address: targets.map(({ Target }) => `127.0.0.1:${Target?.Port}`).join(' and '),
  }
}

function withDot(name = ''): string {
  return name.endsWith('.') ? name : `${name}.`
}
