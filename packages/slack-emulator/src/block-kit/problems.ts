import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/**
 * What a schema found, as Slack writes it: `[ERROR] must be less than 76 characters [json-pointer:/blocks/0/text]`.
 * @param root pointer of the checked value in the request, such as `/blocks`; '' for the arguments themselves
 */
export function describeProblems(error: z.ZodError, value: unknown, root: string): string[] {
  return error.issues.flatMap((issue) => describeIssue(issue, value, root))
}

export function problemAt(text: string, pointer: string): string {
  return `[ERROR] ${text} [json-pointer:${pointer}]`
}

function describeIssue(issue: Issue, value: unknown, root: string): string[] {
  const at = (path: PropertyKey[]) => [root, ...path.map(String)].join('/')
  const here = at(issue.path)
  const last = issue.path.at(-1)
  if (typeof last === 'string' && isMissing(value, issue.path)) {
    return [problemAt(`missing required field: ${last}`, at(issue.path.slice(0, -1)))]
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => problemAt(`invalid additional property: ${key}`, at([...issue.path, key])))
    case 'too_big':
      return [problemAt(tooBig(issue.origin, Number(issue.maximum)), here)]
    case 'too_small':
      return [problemAt(tooSmall(issue.origin, Number(issue.minimum)), here)]
    case 'invalid_union':
      return [problemAt(`unsupported ${String(last ?? 'value')}: ${shown(valueAt(value, issue.path))}`, here)]
    case 'invalid_value':
      return [problemAt(`must be one of: ${issue.values.map(String).join(', ')}`, here)]
    case 'invalid_type':
      return [
        problemAt(
          `must provide ${issue.expected === 'object' || issue.expected === 'array' ? 'an' : 'a'} ${issue.expected}`,
          here,
        ),
      ]
    default:
      return [problemAt(issue.message, here)]
  }
}

function tooBig(origin: string, max: number): string {
  if (origin === 'string') return `must be less than ${max + 1} characters`
  if (origin === 'array') return `no more than ${max} items allowed`
  return `must be no more than ${max}`
}

function tooSmall(origin: string, min: number): string {
  if (origin === 'string') return `must be more than ${min - 1} characters`
  if (origin === 'array') return `must provide at least ${min} items`
  return `must be at least ${min}`
}

function isMissing(value: unknown, path: PropertyKey[]): boolean {
  return valueAt(value, path) === undefined && valueAt(value, path.slice(0, -1)) !== undefined
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined
    return new Map<PropertyKey, unknown>(Object.entries(at)).get(String(key))
  }, value)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
}
