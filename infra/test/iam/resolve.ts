import assert from 'node:assert/strict'
import type { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { attributesByType, place, type Properties } from './physical-ids.ts'

const resourcesSchema = z.record(
  z.string(),
  z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
)
const join = z.tuple([z.string(), z.array(z.unknown())])
const attribute = z.tuple([z.string(), z.string()])

const pseudo: Record<string, string> = {
  'AWS::Partition': place.partition,
  'AWS::Region': place.region,
  'AWS::AccountId': place.account,
}

export interface Resolved {
  /** Resources of that type by logical id, with no intrinsic function left in them. */
  resources(type: string): [id: string, properties: Properties][]
  /** What CloudFormation gives for the one resource of that type whose logical id begins so. */
  get(type: string, prefix?: string, attribute?: string): string
  all(type: string, prefix?: string, attribute?: string): string[]
}

/** The template as it is deployed: with concrete ids and ARNs. Fails on an intrinsic function or a resource that it does not know. */
export function resolve(template: Template): Resolved {
  const resources = resourcesSchema.parse(template.toJSON()['Resources'])
  const attributeOf = (id: string, name: string): string => {
    const { Type, Properties } = resources[id] ?? assert.fail(`There is no ${id}`)
    return attributesByType[Type]?.(id, Properties)[name] ?? assert.fail(`It is not known what ${name} of ${Type} is`)
  }
  const call = (name: string, argument: unknown): unknown => {
    if (name === 'Ref') return pseudo[String(argument)] ?? attributeOf(String(argument), 'Ref')
    if (name === 'Fn::GetAtt') return attributeOf(...attribute.parse(argument))
    if (name !== 'Fn::Join') return assert.fail(`${name} is not known`)
    const [separator, parts] = join.parse(argument)
    return parts.map(resolved).join(separator)
  }
  const resolved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolved)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [first] = entries
    if (first !== undefined && entries.length === 1 && /^(Ref|Fn::.+)$/.test(first[0])) return call(...first)
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolved(inner)]))
  }
  const ids = (type: string, prefix: string) =>
    Object.keys(resources).filter((id) => resources[id]?.Type === type && id.startsWith(prefix))
  const all = (type: string, prefix = '', name = 'Ref') => ids(type, prefix).map((id) => attributeOf(id, name))
  return {
    all,
    get: (type, prefix, name) => {
      const [one, ...others] = all(type, prefix, name)
      if (one === undefined || others.length > 0) assert.fail(`Not one ${type} begins with ${prefix}`)
      return one
    },
    resources: (type) =>
      ids(type, '').map((id) => [id, z.record(z.string(), z.unknown()).parse(resolved(resources[id]?.Properties))]),
  }
}
