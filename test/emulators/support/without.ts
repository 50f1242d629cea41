import * as z from 'zod'

const templateSchema = z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) })
const referenceSchema = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((it) => it['Fn::GetAtt'][0]),
])

/**
 * A template without resources of some types and without some properties. What refers to such a resource gets a text in its place, and
 * waits for it no more. `leftOut`: the types, as many times as they were there.
 */
export function without(template: unknown, { types, properties }: { types: string[]; properties: string[] }) {
  const { Resources, ...rest } = templateSchema.parse(template)
  const gone = new Set(Object.entries(Resources).flatMap(([id, { Type }]) => (types.includes(Type) ? [id] : [])))
  const cleaned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(cleaned)
    if (typeof value !== 'object' || value === null) return value
    const { success, data } = referenceSchema.safeParse(value)
    if (success && gone.has(data)) return 'left-out'
    const kept = Object.entries(value).filter(([key]) => !properties.includes(key))
    return Object.fromEntries(kept.map(([key, part]) => [key, key === 'DependsOn' ? stillThere(part) : cleaned(part)]))
  }
  const stillThere = (ids: unknown) =>
    z
      .array(z.string())
      .parse([ids].flat())
      .filter((id) => !gone.has(id))
  const known = Object.entries(Resources).filter(([id]) => !gone.has(id))
  return {
    known: {
      ...Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, cleaned(part)])),
      Resources: Object.fromEntries(known.map(([id, resource]) => [id, cleaned(resource)])),
    },
    leftOut: [...gone].map((id) => Resources[id]?.Type ?? ''),
  }
}
