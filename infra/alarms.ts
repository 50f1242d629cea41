import { Aws, Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, type IFilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { DeadLetters } from './dead-letters.ts'
import type { FunctionName } from '../src/aws/names.ts'
import { NAMESPACE } from '../src/lambda/log.ts'

const PERIOD = Duration.minutes(5)
/** Records wait for at most the retries of the batch before them; a minute is normal when one site is slow. */
const MAX_ITERATOR_AGE = Duration.minutes(10)

interface Watched {
  functions: Record<FunctionName, LambdaFunction>
  deadLetters: DeadLetters
  mail: string
  stack: string
}

/** Mail about what goes wrong and Slack doesn't show. */
export function createAlarms(scope: Construct, { functions, deadLetters, mail, stack }: Watched): void {
  const action = new SnsAction(createTopic(scope, mail))
  const alarm = (id: string, description: string, metric: IMetric, threshold = 1) => {
    const comparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
    const treatMissingData = TreatMissingData.NOT_BREACHING
    const props = { alarmDescription: description, metric, threshold, comparisonOperator, treatMissingData }
    new Alarm(scope, id, { ...props, evaluationPeriods: 1 }).addAlarmAction(action)
  }
  for (const [name, lambda] of Object.entries(functions)) {
    const id = lambda.node.id
    alarm(`${id}Errors`, `${stack}: invocation errors in ${name}`, lambda.metricErrors({ period: PERIOD }))
    alarm(`${id}Throttles`, `${stack}: ${name} was throttled`, lambda.metricThrottles({ period: PERIOD }))
    alarm(`${id}Faults`, `${stack}: errors in the log of ${name}`, faults(lambda, `${stack}/${name}`))
  }
  alarm(
    'SlackStartsSlowly',
    `${stack}: slack starts slowly, without a code cache`,
    linesOf(functions.slack, 'Caches', `${stack}/slack-without-code-cache`, FilterPattern.exists('$.codeCache')),
  )
  const iteratorAge = functions.reconcile.metric('IteratorAge', { statistic: 'Maximum', period: PERIOD })
  alarm(
    'ReconcileBehind',
    `${stack}: changes of sites wait for ten minutes or longer`,
    iteratorAge,
    MAX_ITERATOR_AGE.toMilliseconds(),
  )
  for (const queue of [deadLetters.stream, deadLetters.events, deadLetters.schedules]) {
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' })
    alarm(`${queue.node.id}Waiting`, `${stack}: messages in the dead-letter queue ${queue.node.id}`, metric)
  }
  watchSweep(scope, { sweep: functions.sweep, stack, action })
}

/**
 * Goes off when sweeps end. A function that isn't invoked has no data points, and a new alarm has none either: if missing ones counted
 * as breaching, it would go off when it's created, an hour before the first sweep. So they count as missing: the alarm starts without
 * data, which is no change of state and sends nothing; the first sweep makes it OK; when sweeps end it has no data again, and that
 * sends mail. Source: CloudWatch, "Configuring how CloudWatch alarms treat missing data".
 */
function watchSweep(
  scope: Construct,
  { sweep, stack, action }: { sweep: LambdaFunction; stack: string; action: SnsAction },
): void {
  const alarm = new Alarm(scope, 'SweepMissing', {
    alarmDescription: `${stack}: no sweep for two hours`,
    metric: sweep.metricInvocations({ period: Duration.hours(1) }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: TreatMissingData.MISSING,
  })
  alarm.addAlarmAction(action)
  alarm.addInsufficientDataAction(action)
}

/**
 * Handlers answer what breaks inside and log it: one JSON line with `level` `ERROR`. What is retried within minutes sets off no alarm; what
 * keeps failing is one alarm, because the window is as long as the longest pause.
 */
function faults(lambda: LambdaFunction, metricName: string): IMetric {
  const pattern = FilterPattern.all(
    FilterPattern.stringValue('$.level', '=', 'ERROR'),
    FilterPattern.any(FilterPattern.notExists('$.outcome'), FilterPattern.stringValue('$.outcome', '!=', 'retrying')),
  )
  return linesOf(lambda, 'Faults', metricName, pattern)
}

/** How many lines of its log are like that, in an hour. */
function linesOf(lambda: LambdaFunction, id: string, metricName: string, filterPattern: IFilterPattern): IMetric {
  const { logGroup } = lambda
  const counted = { metricNamespace: NAMESPACE, metricName, metricValue: '1' }
  const filter = new MetricFilter(lambda, id, { logGroup, filterPattern, ...counted })
  return filter.metric({ statistic: 'Sum', period: Duration.hours(1) })
}

function createTopic(scope: Construct, mail: string): Topic {
  const topic = new Topic(scope, 'Alarms', { enforceSSL: true })
  topic.addSubscription(new EmailSubscription(mail))
  // A topic with a policy has no longer the one by which all of the account may publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  )
  return topic
}
