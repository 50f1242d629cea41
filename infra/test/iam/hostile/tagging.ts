import { OF_IMAGE } from '../../../../src/aws/ec2/snapshots.ts'
import type { Deployment } from '../deployment.ts'
import * as ec2 from '../requests/ec2.ts'
import * as elb from '../requests/load-balancing.ts'
import { siteTags } from '../requests/tags.ts'
import { type HostileCall, hostile, kindOf, OTHER_STACK, PAYROLL } from './hostile-call.ts'

/** Tags decide what is ours. If you can write them, you can have everything. */
export function tagging(deployment: Deployment): HostileCall[] {
  const ours = siteTags(deployment.config.name)
  const marked = { [OF_IMAGE]: 'ami-0123456789abcdef0' }
  const things = [
    ec2.anInstance('payroll'),
    ec2.aSpotRequest('payroll'),
    ec2.anImage('payroll'),
    ec2.aSnapshot('payroll'),
  ]
  const change = (title: string, tags: Record<string, string>, carries: Record<string, string>, of: string) =>
    hostile(`CreateTags: ${title}`, ec2.createTags(ec2.aSnapshot(of), tags, undefined, carries))
  return [
    ...things.map((arn) => {
      return hostile(
        `CreateTags: makes a stranger’s ${kindOf(arn)} ours`,
        ec2.createTags(arn, ours, undefined, PAYROLL),
      )
    }),
    change('marks a stranger’s snapshot', marked, PAYROLL, 'payroll'),
    change('marks another stack’s snapshot', marked, OTHER_STACK, 'orchard'),
    change('gives our snapshot to another stack', { 'pokopoko:stack': 'orchard' }, ours, 'plum'),
    change(
      'marks our snapshot and gives it to another stack',
      { ...marked, 'pokopoko:stack': 'orchard' },
      ours,
      'plum',
    ),
    hostile('DeleteTags: of our instance', {
      ...ec2.createTags(ec2.anInstance(), ours, undefined, ours),
      action: 'ec2:DeleteTags',
    }),
    hostile(
      'AddTags: makes a stranger’s target group ours',
      elb.addTags(elb.aTargetGroup('payroll'), ours, undefined, PAYROLL),
    ),
    hostile(
      'AddTags: makes a stranger’s rule ours',
      elb.addTags(elb.aRule(deployment, 'payroll'), ours, undefined, PAYROLL),
    ),
    hostile(
      'AddTags: gives our target group to another stack',
      elb.addTags(elb.aTargetGroup(), OTHER_STACK, undefined, ours),
    ),
    hostile(
      'AddTags: makes a stranger’s rule ours, as if a target group were made',
      elb.addTags(elb.aRule(deployment, 'payroll'), ours, 'CreateTargetGroup', PAYROLL),
    ),
  ]
}
