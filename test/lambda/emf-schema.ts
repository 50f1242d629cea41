import * as z from 'zod'

/**
 * A line that CloudWatch takes metrics from, by the rules of "Specification: Embedded metric format" (Amazon CloudWatch user guide): which
 * members there must be, their bounds, and that each metric and each dimension has its value at the root.
 */
const UNITS = 'Seconds Milliseconds Percent Count Count/Second None Bytes Kilobytes Megabytes Gigabytes'
const unit = z.string().refine((name) => UNITS.split(' ').includes(name), 'no unit')

const directive = z.strictObject({
  Namespace: z.string().min(1).max(1024),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).min(1).max(30)).min(1),
  Metrics: z
    .array(
      z.strictObject({
        Name: z.string().min(1).max(1024),
        Unit: unit.optional(),
        StorageResolution: z.literal([1, 60]).optional(),
      }),
    )
    .min(1)
    .max(100),
})

/** Extracted are only events of the last two weeks, or the next two hours. */
const timestamp = z
  .int()
  .refine((at) => at > Date.now() - 14 * 86_400_000 && at < Date.now() + 2 * 3_600_000, 'too far from now')

export const emfSchema = z
  .looseObject({
    _aws: z.strictObject({ Timestamp: timestamp, CloudWatchMetrics: z.array(directive).min(1) }),
  })
  .superRefine((line, context) => {
    const { _aws: metadata } = line
    for (const { Dimensions, Metrics } of metadata.CloudWatchMetrics) {
      for (const name of Dimensions.flat()) {
        const value = line[name]
        if (typeof value !== 'string' || value === '' || value.length > 1024) context.addIssue(`dimension ${name}`)
      }
      for (const { Name } of Metrics) {
        const values: unknown[] = [line[Name]].flat()
        if (values.length > 100 || !values.every(Number.isFinite)) context.addIssue(`metric ${Name}`)
      }
    }
  })
