import assert from 'node:assert/strict'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { functionNames } from '../../src/aws/names.ts'
import { aStack } from './a-stack.ts'

describe('alarms', () => {
  let template: Template
  before(async () => {
    template = (await aStack()).template
  })

  const ACTS = { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }] }
  const of = (dimension: string, id: string, attribute?: string) => ({
    Dimensions: [
      {
        Name: dimension,
        Value:
          attribute === undefined
            ? { Ref: Match.stringLikeRegexp(`^${id}`) }
            : { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), attribute] },
      },
    ],
  })
  /** There is one, which tells of the first such thing within five minutes. */
  const tellsOf = (properties: object) =>
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...ACTS,
      Threshold: 1,
      EvaluationPeriods: 1,
      Period: 300,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      ...properties,
    })

  for (const name of functionNames) {
    const id = `${name[0]?.toUpperCase()}${name.slice(1)}`
    it(`tell when ${name} has invocation errors, is throttled, or writes an error`, () => {
      const ofFunction = { Namespace: 'AWS/Lambda', Statistic: 'Sum', ...of('FunctionName', id) }
      tellsOf({ ...ofFunction, MetricName: 'Errors', AlarmDescription: `pokopoko: invocation errors in ${name}` })
      tellsOf({ ...ofFunction, MetricName: 'Throttles', AlarmDescription: `pokopoko: ${name} was throttled` })
      // Once for what fails again and again: each hour is the longest pause.
      tellsOf({ Namespace: 'pokopoko', MetricName: `pokopoko/${name}`, Statistic: 'Sum', Period: 3600 })
      template.hasResourceProperties('AWS::Logs::MetricFilter', {
        FilterPattern: '{ ($.level = "ERROR") && (($.outcome NOT EXISTS) || ($.outcome != "retrying")) }',
        LogGroupName: { Ref: Match.stringLikeRegexp(`^${id}Log`) },
        MetricTransformations: [{ MetricName: `pokopoko/${name}`, MetricNamespace: 'pokopoko', MetricValue: '1' }],
      })
    })
  }

  it('tell when slack starts without a code cache', () => {
    tellsOf({ MetricName: 'pokopoko/slack-without-code-cache', Namespace: 'pokopoko', Statistic: 'Sum', Period: 3600 })
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.codeCache = "*" }',
      LogGroupName: { Ref: Match.stringLikeRegexp('^SlackLog') },
    })
  })

  it('tell when changes wait for ten minutes', () => {
    tellsOf({
      MetricName: 'IteratorAge',
      Namespace: 'AWS/Lambda',
      Statistic: 'Maximum',
      Threshold: 600_000,
      ...of('FunctionName', 'Reconcile'),
    })
  })

  it('tell when there are messages in a dead-letter queue', () => {
    for (const queue of ['StreamFailures', 'EventFailures', 'ScheduleFailures']) {
      tellsOf({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Namespace: 'AWS/SQS',
        Statistic: 'Maximum',
        AlarmDescription: `pokopoko: messages in the dead-letter queue ${queue}`,
        ...of('QueueName', queue, 'QueueName'),
      })
    }
  })

  it('tell when sweeps end, and not before the first one', () => {
    tellsOf({
      MetricName: 'Invocations',
      ...of('FunctionName', 'Sweep'),
      Period: 3600,
      EvaluationPeriods: 2,
      ComparisonOperator: 'LessThanThreshold',
      // It has no data before the first sweep, as when it is made; that it has none any more is a change, and told.
      TreatMissingData: 'missing',
      InsufficientDataActions: ACTS.AlarmActions,
    })
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { TreatMissingData: 'breaching' }, 0)
  })

  it('are all told by mail, and there are no others', () => {
    const alarms = template.findResources('AWS::CloudWatch::Alarm')
    assert.equal(Object.keys(alarms).length, functionNames.length * 3 + 2 + 3 + 1)
    template.allResourcesProperties('AWS::CloudWatch::Alarm', ACTS)
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' })
  })
})
