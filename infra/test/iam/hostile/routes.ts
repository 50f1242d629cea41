import type { Deployment } from '../deployment.ts'
import { arnOf } from '../physical-ids.ts'
import * as elb from '../requests/load-balancing.ts'
import * as other from '../requests/others.ts'
import { siteTags } from '../requests/tags.ts'
import { type HostileCall, hostile, OTHER_STACK, partly, toEach, UNTAGGED } from './hostile-call.ts'

export function onRoutes(deployment: Deployment): HostileCall[] {
  const ours = siteTags(deployment.config.name)
  const groupActions = ['DeregisterTargets', 'ModifyTargetGroupAttributes', 'DeleteTargetGroup']
  const theirs = elb.aTargetGroup('payroll')
  const no = (action: string, kind: string) => `elasticloadbalancing:${action} on ${kind}`
  const [group, rule] = [no('CreateTargetGroup', 'targetgroup'), no('CreateRule', 'listener')]
  return [
    partly('CreateTargetGroup: of no site', elb.createTargetGroup(UNTAGGED), group),
    partly(
      'CreateTargetGroup: as another stack’s',
      elb.createTargetGroup(OTHER_STACK),
      group,
      no('AddTags', 'targetgroup'),
    ),
    partly('CreateRule: of no site', elb.createRule(deployment, UNTAGGED), rule),
    partly(
      'CreateRule: as another stack’s',
      elb.createRule(deployment, OTHER_STACK),
      rule,
      no('AddTags', 'listener-rule'),
    ),
    partly('CreateRule: on a stranger’s listener', elb.createRule(deployment, ours, elb.strangersListener), rule),
    ...toEach((whose, tags) =>
      partly(
        `RegisterTargets: with ${whose} target group`,
        elb.registerTargets(tags, theirs),
        no('RegisterTargets', 'targetgroup'),
      ),
    ),
    ...groupActions.flatMap((action) =>
      toEach((whose, tags) => hostile(`${action}: ${whose} target group`, elb.changeGroup(action, tags, theirs))),
    ),
    ...elb.ruleActions.flatMap((action) => [
      ...toEach((whose, tags) =>
        hostile(`${action}: ${whose} rule`, elb.changeRule(action, deployment, tags, elb.aRule(deployment, 'payroll'))),
      ),
      // What machines tell goes by it, of every site: the stack made it, and no tag of a site is on it.
      hostile(
        `${action}: the one of what machines tell`,
        elb.changeRule(action, deployment, { 'aws:cloudformation:stack-name': 'pokopoko' }),
      ),
    ]),
    hostile('DeleteListener: our own', other.plain('elasticloadbalancing:DeleteListener', deployment.listenerArns[0])),
  ]
}

export function onRecords({ zoneArn, config: { domain } }: Deployment): HostileCall[] {
  const record = (title: string, ...names: [name: string, type: string][]) =>
    hostile(
      `ChangeResourceRecordSets: ${title}`,
      other.changeRecords(
        zoneArn,
        names.map(([name, type]) => ({ action: 'UPSERT', name, type })),
      ),
    )
  const site = `plum.${domain}`
  const parent = domain.slice(domain.indexOf('.') + 1)
  return [
    record('the wildcard of all sites', [String.raw`\052.${domain}`, 'A']),
    record('the wildcard beside a site', [site, 'A'], [String.raw`\052.${domain}`, 'A']),
    record('the domain of all sites itself', [domain, 'A']),
    record('www of the company', [`www.${parent}`, 'A']),
    record('www of the company beside a site', [site, 'A'], [`www.${parent}`, 'AAAA']),
    record('a name that only ends alike', [`evil${domain}`, 'A']),
    record('a certificate’s challenge', [`_acme-challenge.${domain}`, 'TXT']),
    record('a mail server for a site', [site, 'MX']),
    record('a site’s name given away', [site, 'NS']),
    record('another host’s name beside addresses', [site, 'A'], [site, 'CNAME']),
    hostile(
      'ChangeResourceRecordSets: a stranger’s zone',
      other.changeRecords(arnOf('route53', 'hostedzone/Z0PAYROLL', ':'), [{ action: 'UPSERT', name: site, type: 'A' }]),
    ),
    hostile(
      'ListResourceRecordSets: a stranger’s zone',
      other.plain('route53:ListResourceRecordSets', arnOf('route53', 'hostedzone/Z0PAYROLL', ':')),
    ),
    hostile('DeleteHostedZone: our own', other.plain('route53:DeleteHostedZone', zoneArn)),
  ]
}
