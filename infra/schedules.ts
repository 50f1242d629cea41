import { Aws } from 'aws-cdk-lib'
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export interface Schedules {
  groupName: string
  role: Role
}

/** Where the one-shots are, and as what they come: a role that may invoke reconcile, and keep what did not reach it. */
export function createSchedules(
  scope: Construct,
  { name, targetArn, failures }: { name: string; targetArn: string; failures: Queue },
): Schedules {
  const group = new CfnScheduleGroup(scope, 'ScheduleGroup', { name })
  const role = new Role(scope, 'ScheduleRole', {
    // Nobody else's schedules can come as it. Source: EventBridge Scheduler, "Confused deputy prevention".
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
