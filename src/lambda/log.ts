import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { fieldsOf, type Log, type LogEvent, neverThrowing } from '../log.ts'
import { measuresOf } from './measures.ts'

export const NAMESPACE = 'pokopoko'

/**
 * Each event is one line: what people read, and by its `_aws` what CloudWatch counts (embedded metric format). Powertools gets plain
 * values only: from an error it would drop stack and cause, and a getter that throws would throw out of it.
 */
export function createLambdaLog(service: string): Log {
  const logger = new Logger({ serviceName: service, logLevel: 'INFO' })
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
