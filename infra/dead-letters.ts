import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

/** What could not be handled, by where it came from. An alarm tells when there is something in one; nothing reads them by itself. */
export interface DeadLetters {
  /** Places in the table's stream. */
  stream: Queue
  /** Events that reconcile or the sweep gave up. */
  events: Queue
  /** One-shots that reached nobody. */
  schedules: Queue
}

export function createDeadLetters(scope: Construct): DeadLetters {
  const queue = (id: string) =>
    new Queue(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is.
      retentionPeriod: Duration.days(14),
    })
  return { stream: queue('StreamFailures'), events: queue('EventFailures'), schedules: queue('ScheduleFailures') }
}
