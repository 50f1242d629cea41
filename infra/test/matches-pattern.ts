import * as z from 'zod'

const plain = z.union([z.string(), z.number(), z.null()])
const comparison = z.enum(['=', '<', '<=', '>', '>='])
const numeric = z.union([z.tuple([comparison, z.number()]), z.tuple([comparison, z.number(), comparison, z.number()])])

/** What Lambda lists, and nothing else: "Control which events Lambda sends to your function", filter rule syntax. */
const operator = z.union([
  plain,
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ 'anything-but': z.array(z.union([z.string(), z.number()])) }),
  z.strictObject({ numeric }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
])
/** `$or` is the only key with a dollar, and none of ours. */
const patternSchema = z.record(z.string().regex(/^[^$]/), z.unknown())
const fieldsSchema = z.record(z.string(), z.unknown()).catch({})

/** Whether an event fits a pattern; ZodError for a pattern that Lambda may refuse. EventBridge takes all of these, too. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) {
    return z
      .array(operator)
      .min(1)
      .parse(pattern)
      .map((wanted) => isWanted(wanted, event))
      .includes(true)
  }
  const fields = fieldsSchema.parse(event)
  return Object.entries(patternSchema.parse(pattern))
    .map(([key, wanted]) => matchesPattern(wanted, fields[key]))
    .every(Boolean)
}

function isWanted(wanted: z.infer<typeof operator>, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value
  if ('exists' in wanted) return wanted.exists === isLeaf(value)
  if ('anything-but' in wanted) return isLeaf(value) && !wanted['anything-but'].some((other) => other === value)
  if ('numeric' in wanted) return typeof value === 'number' && isWithin(wanted.numeric, value)
  if (typeof value !== 'string') return false
  if ('prefix' in wanted) return value.startsWith(wanted.prefix)
  if ('suffix' in wanted) return value.endsWith(wanted.suffix)
  return value.toLowerCase() === wanted['equals-ignore-case'].toLowerCase()
}

/** `exists` finds leaves only. */
const isLeaf = (value: unknown) => value !== undefined && (value === null || typeof value !== 'object')

function isWithin([sign, bound, ...rest]: z.infer<typeof numeric>, value: number): boolean {
  const holds = {
    '=': value === bound,
    '<': value < bound,
    '<=': value <= bound,
    '>': value > bound,
    '>=': value >= bound,
  }[sign]
  const [otherSign, otherBound] = rest
  return holds && (otherSign === undefined || otherBound === undefined || isWithin([otherSign, otherBound], value))
}
