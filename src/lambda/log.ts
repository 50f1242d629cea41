import { Logger } from '@aws-lambda-powertools/logger'
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics'
import * as z from 'zod'
import { fieldsOf, type Log, type LogEvent, neverThrowing } from '../log.ts'

export const NAMESPACE = 'pokopoko'

/**
 * Each event is one line: what people read, and by its `_aws` what CloudWatch counts (embedded metric format). Powertools gets plain
 * values only: from an error it would drop stack and cause, and a getter that throws would throw out of it.
 */
export function createLambdaLog(service: string): Log {
  const logger = new Logger({ serviceName: service })
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: service })
  return neverThrowing((event) => logger[event.level]({ ...fieldsOf(event), ...embedded(metrics, event) }))
}

function embedded(metrics: Metrics, event: LogEvent): Record<string, unknown> {
  const { dimensions, measures } = measuresOf(event)
  // NaN would become null, which is no metric.
  const found = measures.filter(({ value }) => Number.isFinite(value))
  if (found.length === 0) return {}
  for (const { name, unit, value } of found) metrics.addMetric(name, unit, value)
  for (const [name, value] of Object.entries(dimensions)) metrics.addDimension(name, value)
  // The logger writes the service by itself.
  const { service: _, ...line } = metrics.serializeMetrics()
  metrics.clearMetrics()
  metrics.clearDimensions()
  return line
}

interface Measures {
  dimensions: Record<string, string>
  measures: { name: string; unit: (typeof MetricUnit)[keyof typeof MetricUnit]; value: number }[]
}

/**
 * What CloudWatch counts of an event (docs/operating.md). Each name, and of steps each name for each step, costs money for each hour in
 * which it has a value; so there is none for 0.
 */
function measuresOf({ step, outcome, phase, durationMs, stageMs, counts }: LogEvent): Measures {
  const time = (name: string, value = durationMs) =>
    value === undefined ? [] : [{ name, unit: MetricUnit.Milliseconds, value }]
  const count = (name: string, value = 1) => ({ name, unit: MetricUnit.Count, value })
  if (step !== undefined) {
    const isFailure = outcome === 'failed' || outcome === 'retrying'
    const failures = isFailure ? [count('StepFailures')] : outcome === 'throttled' ? [count('Throttles')] : []
    const stages = numbers(stageMs).flatMap(([stage, value]) => time(`${capitalized(stage)}Time`, value))
    return { dimensions: { step }, measures: [...time('StepDuration'), ...stages, ...failures] }
  }
  if (phase === 'ready') return { dimensions: {}, measures: time('ReadyTime') }
  return {
    dimensions: {},
    measures: numbers(counts).flatMap(([name, value]) => (value === 0 ? [] : count(name, value))),
  }
}

const numbersSchema = z.record(z.string(), z.number())

function numbers(field: unknown): [string, number][] {
  return Object.entries(numbersSchema.safeParse(field).data ?? {})
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
