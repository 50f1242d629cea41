import * as z from 'zod'
import { about } from './site/policy.ts'

/** A setting as people read of it: in docs, and in `--help`. */
export interface ListedSetting {
  name: string
  kind: 'text' | 'number' | 'yes or no' | 'list' | 'map'
  /** Empty: any value of its kind. */
  choices: string[]
  /** Undefined: it is required, or may be left out. */
  fallback: unknown
  isRequired: boolean
  description: string
  example: unknown
  /** Not read from the environment. */
  isFlagOnly: boolean
}

const kinds: Record<string, ListedSetting['kind']> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'yes or no',
  array: 'list',
}

/** All that have a description, in the order of the schema; those of an object one by one, as `object.name`. */
export function listSettings(schema: z.ZodObject): ListedSetting[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(schema.shape).flatMap(([name, part]) => {
    const { description, example, isFlagOnly } = about.get(part) ?? {}
    const property = properties[name]
    if (description === undefined || typeof property !== 'object')
      return part instanceof z.ZodObject
        ? listSettings(part).map((one) => ({ ...one, name: `${name}.${one.name}` }))
        : []
    const setting: ListedSetting = {
      name,
      kind: kinds[String(property.type)] ?? 'map',
      choices: (property.enum ?? []).map(String),
      fallback: property.default,
      isRequired: required.includes(name),
      description,
      example,
      isFlagOnly: isFlagOnly === true,
    }
    return [setting]
  })
}
