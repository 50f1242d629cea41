import { Duration } from 'aws-cdk-lib'
import {
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  MathExpression,
  Metric,
  PeriodOverride,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { FunctionName } from '../src/aws/names.ts'
import { sitesIn } from '../src/control/sweep/counts.ts'
import { NAMESPACE } from '../src/lambda/log.ts'
import { phases } from '../src/site/phase.ts'
import type { DeadLetters } from './dead-letters.ts'

interface Shown {
  stack: string
  functions: Record<FunctionName, LambdaFunction>
  table: Table
  deadLetters: DeadLetters
}

/** Sites are counted by the sweep, once an hour. */
const HOUR = Duration.hours(1)
const MINUTES = Duration.minutes(5)

/** How the stack does, on one page: what people wait for, what fails, what waits, and what costs money. */
export function createDashboard(scope: Construct, { stack, functions, table, deadLetters }: Shown): void {
  const own = (metricName: string, statistic: string, period = HOUR, dimensions: Record<string, string> = {}) =>
    new Metric({
      namespace: NAMESPACE,
      metricName,
      statistic,
      period,
      label: metricName,
      dimensionsMap: { service: stack, ...dimensions },
    })
  const byStep = (metricName: string, statistic: string) =>
    new MathExpression({
      expression: `SEARCH('{${NAMESPACE},service,step} MetricName="${metricName}" service="${stack}"', '${statistic}')`,
      label: '',
      period: MINUTES,
    })
  const lambdas = Object.entries(functions)
  const operations = countOperations(functions.slack, stack)
  new Dashboard(scope, 'Dashboard', {
    dashboardName: stack,
    defaultInterval: Duration.days(1),
    periodOverride: PeriodOverride.AUTO,
    widgets: [
      [
        graph('Time until a site is ready', {
          left: [
            ...[Stats.percentile(50), Stats.percentile(90), Stats.MAXIMUM].map((statistic) =>
              own('ReadyTime', statistic).with({ label: statistic }),
            ),
            own('LaunchTime', Stats.AVERAGE, HOUR, { step: 'observe-machine' }),
            own('BootTime', Stats.AVERAGE, HOUR, { step: 'observe-boot' }),
            own('SetUpTime', Stats.AVERAGE, HOUR, { step: 'observe-command' }),
          ],
        }),
        graph('Failures by step', { left: [byStep('StepFailures', 'Sum')] }),
      ],
      [
        graph('Sites by phase', { left: [counts(phases.map(sitesIn), own)], stacked: true }),
        graph('Oldest unreconciled site, in seconds; age of its changes, in milliseconds', {
          left: [counts(['OldestUnreconciledSeconds'], own)],
          right: [functions.reconcile.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: MINUTES })],
        }),
      ],
      [
        graph('Throttled by other services, by step', { left: [byStep('Throttles', 'Sum')] }),
        graph('Throttled on AWS', {
          left: [
            ...lambdas.map(([label, lambda]) => lambda.metricThrottles({ period: MINUTES, label })),
            ...['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
              table.metric(name, { statistic: Stats.SUM, period: MINUTES, label: `table: ${name}` }),
            ),
          ],
        }),
      ],
      [
        graph('What costs money', {
          left: [counts(['RunningMachines', 'StoppedMachines', 'Images', 'Routes'], own)],
          right: [table.metricConsumedReadCapacityUnits(), table.metricConsumedWriteCapacityUnits()],
        }),
        graph('Invocations', { left: lambdas.map(([label, lambda]) => lambda.metricInvocations({ label })) }),
      ],
      [
        graph('What people ask for in Slack', { left: operations.outcomes, right: [operations.duration] }),
        graph('Invocation errors, and messages in dead-letter queues', {
          left: lambdas.map(([label, lambda]) => lambda.metricErrors({ period: MINUTES, label })),
          right: [deadLetters.stream, deadLetters.events, deadLetters.schedules].map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, label: queue.node.id }),
          ),
        }),
      ],
    ],
  })
}

/** Where there are none, there is no value: that would cost as much as any other. */
function counts(names: readonly string[], metric: (name: string, statistic: string) => IMetric): MathExpression {
  const usingMetrics = Object.fromEntries(names.map((name, index) => [`m${index}`, metric(name, Stats.MAXIMUM)]))
  return new MathExpression({ expression: 'FILL(METRICS(), 0)', usingMetrics, label: '', period: HOUR })
}

function graph(title: string, props: GraphWidgetProps): GraphWidget {
  return new GraphWidget({ title, width: 12, height: 7, ...props })
}

/** The slack function has no metrics of its own, which would slow its start: they are read from its lines. */
function countOperations(slack: LambdaFunction, stack: string): { outcomes: IMetric[]; duration: IMetric } {
  const filter = (id: string, metricValue: string, dimensions: Record<string, string>) =>
    new MetricFilter(slack, id, {
      logGroup: slack.logGroup,
      metricNamespace: NAMESPACE,
      metricName: id,
      filterPattern: FilterPattern.all(FilterPattern.exists('$.operation'), FilterPattern.exists('$.outcome')),
      metricValue,
      dimensions,
    })
  filter('Operations', '1', { service: '$.service', outcome: '$.outcome' })
  filter('OperationDuration', '$.durationMs', { service: '$.service' })
  const metric = (metricName: string, statistic: string, more: Record<string, string>) =>
    new Metric({ namespace: NAMESPACE, metricName, statistic, dimensionsMap: { service: stack, ...more } })
  return {
    outcomes: ['succeeded', 'rejected', 'throttled', 'failed'].map((outcome) =>
      metric('Operations', Stats.SUM, { outcome }).with({ label: outcome }),
    ),
    duration: metric('OperationDuration', Stats.percentile(90), {}),
  }
}
