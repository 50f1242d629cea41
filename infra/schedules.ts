import { Aws } from 'aws-cdk-lib'
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export interface Schedules {
  groupName: string
  role: Role
}

/** The group of the one-time schedules, and their role, which may invoke reconcile and send what fails to the dead-letter queue. */
export function createSchedules(
  scope: Construct,
  { name, targetArn, failures }: { name: string; targetArn: string; failures: Queue },
): Schedules {
  const group = new CfnScheduleGroup(scope, 'ScheduleGroup', { name })
  const role = new Role(scope, 'ScheduleRole', {
    // Only schedules of this group can assume it. Source: EventBridge Scheduler, "Confused deputy prevention".
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn } },
    }),
  })
  const allow = (action: string, resource: string) =>
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: [resource] }))
  allow('lambda:InvokeFunction', targetArn)
  allow('sqs:SendMessage', failures.queueArn)
  return { groupName: group.ref, role }
}
