import * as z from 'zod'

const patternSchema = z.record(z.string(), z.unknown())
const exceptSchema = z.strictObject({ 'anything-but': z.strictObject({ prefix: z.string() }) })

/**
 * Whether an event fits a pattern, as far as ours go: values, and `anything-but` a prefix. Source: Amazon EventBridge,
 * "Creating Amazon EventBridge event patterns".
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((wanted: unknown) => isWanted(wanted, event))
  const fields = patternSchema.parse(event ?? {})
  return Object.entries(patternSchema.parse(pattern)).every(([key, wanted]) => matchesPattern(wanted, fields[key]))
}

function isWanted(wanted: unknown, value: unknown): boolean {
  if (typeof wanted === 'string') return wanted === value
  const { prefix } = exceptSchema.parse(wanted)['anything-but']
  return typeof value === 'string' && !value.startsWith(prefix)
}
