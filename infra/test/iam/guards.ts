import type { Conditions, Statement } from './policies.ts'

type Conditional = Pick<Statement, 'Condition'>

/** A statement that lost one of the things that bound it. */
export interface Opened<S extends Conditional = Statement> {
  guard: string
  statement: S
}

/** Without each of its conditions, one at a time. */
export function withoutConditions<S extends Conditional>(statement: S): Opened<S>[] {
  const { Condition = {} } = statement
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => ({
      guard: `${operator} ${key}`,
      statement: { ...statement, Condition: without(Condition, operator, key) },
    })),
  )
}

function without(condition: Conditions, operator: string, key: string): Conditions {
  const { [operator]: keys = {}, ...others } = condition
  const { [key]: _, ...rest } = keys
  return { ...others, ...(Object.keys(rest).length > 0 && { [operator]: rest }) }
}

/**
 * With each of the resources that it names opened to all of that kind, one at a time. Not those that say of all of a kind already, and none that
 * a condition asks for as well.
 */
export function withoutNames(statement: Statement): Opened[] {
  const { Resource, Condition = {} } = statement
  const asked = new Set(Object.values(Condition).flatMap((keys) => Object.values(keys).flat()))
  return Resource.filter((arn) => !asked.has(arn) && allOfKind(arn) !== arn).map((arn) => ({
    guard: `only ${partsOf(arn)[1]}`,
    statement: { ...statement, Resource: Resource.map((other) => (other === arn ? allOfKind(arn) : other)) },
  }))
}

/** `instance/*` of `instance/i-1`; for kinds without a word for them, of queues and buckets, an asterisk. */
function allOfKind(arn: string): string {
  const [start, name] = partsOf(arn)
  if (arn === '*' || /^[\w-]+[/:](app\/)?[*/]+$/.test(name)) return arn
  if (/^arn:[^:]+:(s3|sqs):/.test(arn)) return `${start}:*`
  return `${start}:${name.replace(/^([\w-]+[/:]).*$/, '$1*')}`
}

function partsOf(arn: string): [start: string, name: string] {
  const parts = arn.split(':')
  return [parts.slice(0, 5).join(':'), parts.slice(5).join(':')]
}
