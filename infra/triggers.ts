import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  CfnEventInvokeConfig,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaTarget,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { DeadLetters } from './dead-letters.ts'

/**
 * Every save of a site invokes reconcile. Sites are the only items with an `id` (`src/aws/site-item.ts`), and a removed item has no new
 * image. Lambda filters records of DynamoDB by `dynamodb` only, and `exists` works on leaves only ("Using event filtering with a DynamoDB
 * event source"). Sites do not wait for each other, so several batches of a shard may run at once.
 */
export function streamTo(reconcile: LambdaTarget, table: Table, failures: Queue, concurrency = SMALLEST_ACCOUNT): void {
  const stream = table.tableStreamArn
  if (stream === undefined) throw new Error('The table has no stream')
  allow(reconcile, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream)
  // Knows no resources.
  allow(reconcile, ['dynamodb:ListStreams'], '*')
  allow(reconcile, ['sqs:SendMessage'], failures.queueArn)
  const savedSite = { NewImage: { id: { S: FilterRule.exists() } } }
  new EventSourceMapping(reconcile, 'Stream', {
    target: reconcile,
    eventSourceArn: stream,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 10,
    // At once: somebody in Slack is waiting.
    maxBatchingWindow: Duration.seconds(0),
    parallelizationFactor: batchesOf(concurrency),
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 5,
    // For older ones, a schedule or the sweep reconciles the site.
    maxRecordAge: Duration.hours(1),
    filters: [FilterCriteria.filter({ dynamodb: savedSite })],
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
  })
}

/** What a new account runs at once ("Lambda quotas"). */
const SMALLEST_ACCOUNT = 10

/** So many at once leave more than half of the function to events and alarms. Lambda takes ten. */
function batchesOf(concurrency: number): number {
  return Math.min(10, Math.max(1, Math.floor(concurrency * 0.4)))
}

/** Events come asynchronously: tried twice again by Lambda, then kept. */
export function eventsTo(reconcile: LambdaTarget, documentName: string, { events }: DeadLetters): void {
  keepLost(reconcile, events, 2)
  const patterns: Record<string, EventPattern> = {
    MachineState: {
      source: ['aws.ec2'],
      detailType: ['EC2 Instance State-change Notification'],
      // What lies between these ends in one of these.
      detail: { state: ['running', 'stopped', 'terminated'] },
    },
    CommandState: {
      source: ['aws.ssm'],
      detailType: ['EC2 Command Invocation Status-change Notification'],
      detail: { 'document-name': [documentName], status: ['Success', 'Failed', 'TimedOut', 'Cancelled'] },
    },
    ImageState: {
      source: ['aws.ec2'],
      detailType: ['EC2 AMI State Change'],
      detail: { State: ['available', 'failed'] },
    },
  }
  for (const [id, eventPattern] of Object.entries(patterns)) {
    new Rule(reconcile, id, { eventPattern, targets: [targetOf(reconcile, events)] })
  }
}

/** The sweep isn't retried: an orphan is removed once two sweeps, an hour apart, have seen it. */
export function hourly(sweep: LambdaTarget, { events }: DeadLetters): void {
  keepLost(sweep, events, 0)
  const schedule = Schedule.rate(Duration.hours(1))
  new Rule(sweep, 'Hourly', { schedule, targets: [targetOf(sweep, events)] })
}

/** At three in the morning, UTC, of the first of the month. Tried twice again, which goes on where it was. */
export function bakes(bake: LambdaTarget, { events }: DeadLetters, { monthly }: { monthly: boolean }): void {
  keepLost(bake, events, 2)
  if (!monthly) return
  const schedule = Schedule.cron({ minute: '0', hour: '3', day: '1' })
  new Rule(bake, 'Monthly', { schedule, targets: [targetOf(bake, events)] })
}

function targetOf(target: LambdaTarget, deadLetterQueue: Queue): LambdaFunction {
  return new LambdaFunction(target, { deadLetterQueue, maxEventAge: Duration.hours(1), retryAttempts: 10 })
}

function keepLost(target: LambdaTarget, queue: Queue, maximumRetryAttempts: number): void {
  allow(target, ['sqs:SendMessage'], queue.queueArn)
  new CfnEventInvokeConfig(target, 'Lost', {
    functionName: target.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts,
    maximumEventAgeInSeconds: Duration.hours(1).toSeconds(),
    destinationConfig: { onFailure: { destination: queue.queueArn } },
  })
}

function allow(target: LambdaTarget, actions: string[], resource: string): void {
  target.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] }))
}
