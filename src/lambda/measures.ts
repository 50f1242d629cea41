import { MetricUnit } from '@aws-lambda-powertools/metrics'
import * as z from 'zod'
import type { LogEvent } from '../log.ts'

interface Measures {
  dimensions: Record<string, string>
  measures: { name: string; unit: (typeof MetricUnit)[keyof typeof MetricUnit]; value: number }[]
}

/**
 * What CloudWatch counts of an event (docs/operating.md). Each name, and of steps each name for each step, costs money for each hour in
 * which it has a value; so there is none for 0.
 */
export function measuresOf({ step, outcome, phase, durationMs, stageMs, counts }: LogEvent): Measures {
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
