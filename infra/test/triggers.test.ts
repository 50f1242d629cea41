import assert from 'node:assert/strict'
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { LocalTable } from '../../src/local/table.ts'
import { commandEvent, imageEvent, instanceEvent, streamEvent } from '../../test/lambda/events.ts'
import { aSite } from '../../test/support/a-site.ts'
import { openTemporaryTable } from '../../test/support/open-table.ts'
import { aStack } from './a-stack.ts'
import { matchesPattern } from './matches-pattern.ts'

const rulesSchema = z.record(
  z.string(),
  z.object({ Properties: z.object({ EventPattern: z.looseObject({ source: z.unknown() }) }) }),
)
const mappingSchema = z.object({
  Properties: z.object({
    FilterCriteria: z.object({ Filters: z.tuple([z.object({ Pattern: z.string() })]) }),
  }),
})

describe('what has sites looked at', () => {
  let template: Template
  before(async () => {
    template = (await aStack()).template
  })

  /** The kinds of rules that an event of AWS gets through. */
  const rulesFor = (event: object) => {
    const rules = rulesSchema.parse(
      template.findResources('AWS::Events::Rule', { Properties: { EventPattern: Match.anyValue() } }),
    )
    return Object.entries(rules).flatMap(([id, { Properties }]) => {
      // The document's name is known only once it is there.
      const text = JSON.stringify(Properties.EventPattern).replace(/\{"Ref":"CommandDocument"\}/, '"pokopoko-job"')
      return matchesPattern(JSON.parse(text), event) ? [id.replace(/^Reconcile|[0-9A-F]{8}$/g, '')] : []
    })
  }

  it('is a machine that runs, has stopped or is gone, and no state between', () => {
    const inState = (state: string) => rulesFor({ ...instanceEvent, detail: { ...instanceEvent.detail, state } })
    for (const state of ['running', 'stopped', 'terminated']) assert.deepEqual(inState(state), ['MachineState'], state)
    for (const state of ['pending', 'stopping', 'shutting-down']) assert.deepEqual(inState(state), [], state)
  })

  it('is the end of a command, however it ends, if it is of our document', () => {
    const being = (detail: object) => rulesFor({ ...commandEvent, detail: { ...commandEvent.detail, ...detail } })
    // Source: Systems Manager, "Understanding command statuses".
    for (const status of ['Success', 'Failed', 'TimedOut', 'Cancelled']) {
      assert.deepEqual(being({ status }), ['CommandState'], status)
    }
    for (const status of ['Pending', 'InProgress', 'Delayed']) assert.deepEqual(being({ status }), [], status)
    assert.deepEqual(being({ 'document-name': 'AWS-RunShellScript' }), [])
  })

  it('is an image that is made, or cannot be', () => {
    const inState = (State: string) => rulesFor({ ...imageEvent, detail: { ...imageEvent.detail, State } })
    for (const state of ['available', 'failed']) assert.deepEqual(inState(state), ['ImageState'], state)
    for (const state of ['pending', 'deregistered']) assert.deepEqual(inState(state), [], state)
  })

  describe('the stream filter', () => {
    let pattern: unknown
    let table: LocalTable
    let items: Record<string, AttributeValue>[]
    before(async () => {
      const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
      const [{ Pattern }] = mappingSchema.parse(mapping).Properties.FilterCriteria.Filters
      pattern = JSON.parse(Pattern)
      table = await openTemporaryTable()
      const store = createSiteStore(table)
      for (const desired of ['up', 'asleep', 'archived', 'gone'] as const) {
        await store.create(aSite({ name: `plum-${desired}`, spec: { desired } }))
      }
      await store.saveOrphans([{ key: 'machine i-1', since: 1 }])
      await store.takeQuota({ siteId: 'site-plum', owner: 'U001' })
      items = (await table.client.send(new ScanCommand({ TableName: table.tableName }))).Items ?? []
    })
    after(() => table.close())

    /** Names in the records of such a change, of every kind of item that there is, that get through. */
    const passed = (eventName: 'INSERT' | 'MODIFY' | 'REMOVE') => {
      const changes = items.map((image, index) => ({
        name: image['name']?.S ?? '',
        eventName,
        sequenceNumber: `${index}`,
        image,
      }))
      const { Records } = streamEvent(changes)
      return Records.filter((record) => matchesPattern(pattern, record)).map(({ dynamodb }) => dynamodb.Keys.name.S)
    }
    const names = () => items.map(({ name }) => name?.S ?? '')

    it('lets every save of a site through', () => {
      const sites = names().filter((name) => !name.startsWith('#'))
      assert.equal(sites.length, 4)
      assert.deepEqual(passed('INSERT'), sites)
      assert.deepEqual(passed('MODIFY'), sites)
    })

    it('lets through neither the end of a site, nor what the sweep remembers, nor the quota entries', () => {
      assert.deepEqual(
        names()
          .filter((name) => name.startsWith('#'))
          .toSorted(),
        ['#quota', '#quota U001', '#sweep'],
      )
      assert.deepEqual(passed('REMOVE'), [])
    })

    // Lambda, "Using event filtering with a DynamoDB event source": by the key `dynamodb` only.
    it('goes by what Lambda filters by, with operators that Lambda lists', () => {
      assert.deepEqual(Object.keys(z.looseObject({}).parse(pattern)), ['dynamodb'])
      assert.doesNotThrow(() => matchesPattern(pattern, {}))
    })
  })

  it('comes at once, site by site, again where it failed, and is kept when it was given up', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 4,
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: arnOf('StreamFailures') } },
    })
    const lost = {
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: arnOf('EventFailures') } },
    }
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      ...lost,
      FunctionName: refTo('Reconcile'),
      MaximumRetryAttempts: 2,
    })
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      ...lost,
      FunctionName: refTo('Sweep'),
      MaximumRetryAttempts: 0,
    })
  })

  it('is a bake, at three in the morning of the first of each month, unless the settings say otherwise', async () => {
    const rule = { ScheduleExpression: 'cron(0 3 1 * ? *)', Targets: [Match.objectLike({ Arn: arnOf('Bake') })] }
    template.hasResourceProperties('AWS::Events::Rule', rule)
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: refTo('Bake'),
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: arnOf('EventFailures') } },
    })
    for (const changes of [{ bakeMonthly: false }, { bakedImage: '' }]) {
      const rules = (await aStack(changes)).template.findResources('AWS::Events::Rule')
      assert.ok(!JSON.stringify(rules).includes('cron('))
    }
  })

  it('and is given up, goes to queues that are found by the name of the stack', () => {
    const names = [
      ['StreamFailures', 'pokopoko-stream-failures'],
      ['EventFailures', 'pokopoko-events-failures'],
      ['ScheduleFailures', 'pokopoko-schedules-failures'],
    ] as const
    const queues = z
      .record(z.string(), z.object({ Properties: z.object({ QueueName: z.string() }) }))
      .parse(template.findResources('AWS::SQS::Queue'))
    const named = Object.entries(queues).map(([id, { Properties }]) => [id.slice(0, -8), Properties.QueueName])
    assert.deepEqual(named, names)
  })

  it('is the sweep, every hour', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      Targets: [Match.objectLike({ Arn: arnOf('Sweep'), DeadLetterConfig: { Arn: arnOf('EventFailures') } })],
    })
  })
})

const arnOf = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] })
const refTo = (id: string) => ({ Ref: Match.stringLikeRegexp(`^${id}`) })
