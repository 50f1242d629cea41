import assert from 'node:assert/strict'
import { createLambdaLog } from '../../src/lambda/log.ts'
import { withRequestId } from '../../src/log.ts'
import { captured } from '../support/captured.ts'
import { readLine } from '../support/log-reader.ts'
import { setEnvironment } from '../support/set-environment.ts'
import { emfSchema } from './emf-schema.ts'

/** The lines that a function writes. */
async function linesOf(work: (log: ReturnType<typeof createLambdaLog>) => void) {
  const text = await captured(() => work(createLambdaLog('orchard')))
  return text.trimEnd().split('\n').filter(Boolean).map(readLine)
}

describe('the log of the functions', () => {
  // As in Lambda, whatever this computer has: Powertools writes times in that zone.
  let restore: () => void
  before(() => {
    restore = setEnvironment({ TZ: ':UTC' })
  })
  after(() => restore())

  it('is a line that CloudWatch reads as metrics too, by step', async () => {
    const [line, ...others] = await linesOf((log) =>
      log({
        level: 'error',
        message: 'launch retrying',
        site: 'plum',
        step: 'launch',
        outcome: 'retrying',
        durationMs: 7,
      }),
    )
    assert.deepEqual(others, [])
    const { _aws, ...rest } = emfSchema.parse(line)
    assert.deepEqual(_aws.CloudWatchMetrics, [
      {
        Namespace: 'pokopoko',
        Dimensions: [['service', 'step']],
        Metrics: [
          { Name: 'StepDuration', Unit: 'Milliseconds' },
          { Name: 'StepFailures', Unit: 'Count' },
        ],
      },
    ])
    const { level, message, service, site, step, StepDuration, StepFailures } = rest
    assert.deepEqual(
      { level, message, service, site, step, StepDuration, StepFailures },
      {
        level: 'ERROR',
        message: 'launch retrying',
        service: 'orchard',
        site: 'plum',
        step: 'launch',
        StepDuration: 7,
        StepFailures: 1,
      },
    )
  })

  it('counts each event by itself, with dimensions of its own', async () => {
    const lines = await linesOf((log) => {
      log({ level: 'warn', message: 'done', step: 'card', outcome: 'throttled', durationMs: 1 })
      log({ level: 'info', message: 'done', operation: 'sweep', counts: { SitesReady: 2, Images: 0, Routes: 3 } })
      log({ level: 'info', message: 'done', phase: 'ready', durationMs: 42_000 })
      log({
        level: 'info',
        message: 'done',
        step: 'observe-boot',
        outcome: 'succeeded',
        durationMs: 1,
        stageMs: { boot: 9 },
      })
    })
    assert.deepEqual(
      lines.map((line) => {
        const { _aws } = emfSchema.parse(line)
        const [{ Dimensions, Metrics } = { Dimensions: [], Metrics: [] }] = _aws.CloudWatchMetrics
        return [Dimensions, Metrics.map(({ Name }) => [Name, line[Name]])]
      }),
      [
        [
          [['service', 'step']],
          [
            ['StepDuration', 1],
            ['Throttles', 1],
          ],
        ],
        [
          [['service']],
          [
            ['SitesReady', 2],
            ['Routes', 3],
          ],
        ],
        [[['service']], [['ReadyTime', 42_000]]],
        [
          [['service', 'step']],
          [
            ['StepDuration', 1],
            ['BootTime', 9],
          ],
        ],
      ],
    )
  })

  it('has no metric for what is no number, and none for what is only worth a line', async () => {
    const lines = await linesOf((log) => {
      log({ level: 'info', message: 'done', phase: 'ready', durationMs: Number.NaN })
      log({ level: 'info', message: 'done', phase: 'asleep' })
      log({ level: 'error', message: 'broken', error: new Error('broken') })
    })
    assert.deepEqual(
      lines.map((line) => '_aws' in line),
      [false, false, false],
    )
  })

  it('keeps stack and causes, and survives what throws', async () => {
    const hostile = Object.defineProperty(new Error('outer'), 'code', {
      get: () => {
        throw new Error('no')
      },
    })
    hostile.cause = new AggregateError([new TypeError('first'), hostile], 'both')
    const [line] = await linesOf((log) => log({ level: 'error', message: 'broken', error: hostile }))
    assert.match(JSON.stringify(line?.['error']), /"outer".*log\.test.*"both".*"TypeError".*"first".*\(circular\)/)
  })

  it("has the id of Lambda's request, and quietly leaves out what is for debugging", async () => {
    const text = await captured(async () => {
      const log = createLambdaLog('orchard')
      await withRequestId(async () => {
        log({ level: 'debug', message: 'nothing new' })
        log({ level: 'info', message: 'hello' })
      })({}, { awsRequestId: 'the-request' })
    })
    const { timestamp: _, sampling_rate: _rate, xray_trace_id: _trace, ...line } = readLine(text)
    assert.deepEqual(line, { level: 'INFO', message: 'hello', service: 'orchard', requestId: 'the-request' })
  })

  it('has that too where POWERTOOLS_LOG_LEVEL says so', async () => {
    process.env['POWERTOOLS_LOG_LEVEL'] = 'DEBUG'
    const lines = await linesOf((log) => log({ level: 'debug', message: 'nothing new' })).finally(() => {
      delete process.env['POWERTOOLS_LOG_LEVEL']
    })
    assert.deepEqual(
      lines.map(({ message }) => message),
      ['nothing new'],
    )
  })
})
