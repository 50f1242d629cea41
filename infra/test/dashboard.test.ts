import assert from 'node:assert/strict'
import type { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { createReconciler } from '../../src/control/reconcile.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { LimitError } from '../../src/site/errors.ts'
import { stepNames } from '../../src/site/step-name.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { createLambdaLog } from '../../src/lambda/log.ts'
import { emfSchema } from '../../test/lambda/emf-schema.ts'
import { createLife } from '../../test/support/a-life.ts'
import { captured } from '../../test/support/captured.ts'
import { reconcilerDeps } from '../../test/support/fake-ports.ts'
import { readLine } from '../../test/support/log-reader.ts'
import { aStack } from './a-stack.ts'

const search = z.tuple([z.object({ expression: z.string() })])
const metric = z.array(z.union([z.string(), z.looseObject({ stat: z.string().optional() })]))
const bodySchema = z.object({
  widgets: z.array(
    z.looseObject({
      properties: z.looseObject({ title: z.string(), metrics: z.array(z.union([search, metric])) }),
    }),
  ),
})
const countsSchema = z.record(z.string(), z.number())
const resourceSchema = z.object({
  Properties: z.object({
    DashboardBody: z.object({
      'Fn::Join': z.tuple([z.literal(''), z.array(z.union([z.string(), z.object({}).transform(() => 'X')]))]),
    }),
  }),
})

/** What is synthesized, with X for what only CloudFormation knows. */
function dashboardIn(template: Template) {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'))
  const { DashboardBody } = resourceSchema.parse(dashboard).Properties
  return bodySchema.parse(JSON.parse(DashboardBody['Fn::Join'][1].join('')))
}

/** The names of all metrics, and the steps that have them, in the lines of a life with its troubles. */
async function metricsOfALife(): Promise<Map<string, Set<unknown>>> {
  const life = await createLife({ durations: { bootMs: 1000, agentMs: 1000, jobMs: 1000 } })
  const text = await captured(async () => {
    const log = createLambdaLog('pokopoko')
    const reconcile = createReconciler(reconcilerDeps(life.ports, life.policy, log))
    const { launch } = life.ports.instances
    const errors = [new Error('broken'), new LimitError('EC2 is asked too much')]
    life.ports.instances.launch = async (order) => {
      const error = errors.shift()
      if (error !== undefined) throw error
      return launch(order)
    }
    for (let minute = 0; minute < 60; minute++) {
      life.clock.advance(HOUR_MS / 60)
      await reconcile('plum')
    }
    await createSweep(life.ports, reconcile, log)()
  })
  const found = new Map<string, Set<unknown>>()
  for (const written of lines(text)) {
    const line = readLine(written)
    // Of what there is none there is no metric, but when there is.
    for (const name of Object.keys(countsSchema.parse(line['counts'] ?? {}))) found.set(name, new Set([undefined]))
    if (!('_aws' in line)) continue
    const { _aws: metadata } = emfSchema.parse(line)
    for (const { Name } of metadata.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics)) {
      found.set(Name, (found.get(Name) ?? new Set()).add(line['step']))
    }
  }
  return found
}

const lines = (text: string) => text.split('\n').filter(Boolean)

describe('the dashboard', () => {
  let template: Template
  before(async () => {
    ;({ template } = await aStack())
  })

  it('has a graph for what people wait for, what fails, what waits and what costs money', () => {
    assert.deepEqual(
      dashboardIn(template).widgets.map(({ properties: { title } }) => title),
      [
        'Time until a site is ready',
        'Failures by step',
        'Sites by phase',
        'Oldest unreconciled site, in seconds; age of its changes, in milliseconds',
        'Throttled by other services, by step',
        'Throttled on AWS',
        'What costs money',
        'Invocations',
        'What people ask for in Slack',
        'Invocation errors, and messages in dead-letter queues',
      ],
    )
  })

  it('shows metrics of ours that there are, with the dimensions that they have', async () => {
    const found = await metricsOfALife()
    const shown = dashboardIn(template).widgets.flatMap(({ properties }) => properties.metrics)
    const texts = shown.map((one) => one.filter((part) => typeof part === 'string'))
    const ours = texts.filter(
      ([namespace, name]) => namespace === 'pokopoko' && name?.startsWith('Operation') === false,
    )
    assert.ok(ours.length > 15)
    for (const [, name = '', ...dimensions] of ours) {
      const [key, service, stepKey, step] = dimensions
      assert.deepEqual([key, service], ['service', 'pokopoko'])
      assert.ok(found.get(name)?.has(stepKey === 'step' ? step : undefined), `${name} of ${step}`)
    }
    const searches = shown.flatMap((one) => search.safeParse(one).data?.[0].expression ?? [])
    assert.equal(searches.filter((text) => text === 'FILL(METRICS(), 0)').length, 3)
    assert.deepEqual(
      searches.flatMap((text) => /MetricName="(\w+)" service="pokopoko"/.exec(text)?.[1] ?? []),
      ['StepFailures', 'Throttles'],
    )
    for (const name of ['StepFailures', 'Throttles']) assert.ok(found.get(name)?.has('launch'))
    const steps: ReadonlySet<unknown> = new Set(stepNames)
    assert.ok([...(found.get('StepDuration') ?? [])].every((step) => steps.has(step)))
  })

  it("counts what people ask for by the slack function's lines", () => {
    for (const [MetricName, MetricValue, more] of [
      ['Operations', '1', [{ Key: 'outcome', Value: '$.outcome' }]],
      ['OperationDuration', '$.durationMs', []],
    ] as const) {
      template.hasResourceProperties('AWS::Logs::MetricFilter', {
        FilterPattern: '{ ($.operation = "*") && ($.outcome = "*") }',
        MetricTransformations: [
          {
            MetricName,
            MetricNamespace: 'pokopoko',
            MetricValue,
            Dimensions: [{ Key: 'service', Value: '$.service' }, ...more],
          },
        ],
      })
    }
  })
})
