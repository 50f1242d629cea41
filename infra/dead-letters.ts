import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { type DeadLetterKind, deadLetterQueueName } from '../src/aws/names.ts'

/** Messages that couldn't be handled, by source. A message in one of the queues sets off an alarm; `pokopoko replay` reads them. */
export interface DeadLetters extends Record<DeadLetterKind, Queue> {
  /** Positions in the table's stream. */
  stream: Queue
  /** Events that reconcile or the sweep couldn't handle. */
  events: Queue
  /** Schedules that couldn't invoke reconcile. */
  schedules: Queue
}

export function createDeadLetters(scope: Construct, stack: string): DeadLetters {
  const queue = (id: string, kind: DeadLetterKind) =>
    new Queue(scope, id, {
      queueName: deadLetterQueueName(stack, kind),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is.
      retentionPeriod: Duration.days(14),
    })
  return {
    stream: queue('StreamFailures', 'stream'),
    events: queue('EventFailures', 'events'),
    schedules: queue('ScheduleFailures', 'schedules'),
  }
}
