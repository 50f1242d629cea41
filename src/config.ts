import * as z from 'zod'
import { ConfigError } from './config-error.ts'
import { audiences } from './site/audience.ts'
import { logAccess } from './site/logs.ts'
import { operationNames } from './site/operations/all.ts'
import { about, type Policy, policyOf } from './site/policy.ts'
import { kebabCase } from './site/upgrade-record.ts'

/** Language of what everybody in the workspace sees. Every platform has it. */
export const localeSetting = z
  .enum(['en', 'ja'])
  .default('en')
  .register(about, { description: 'Language of what everyone in the workspace sees', example: 'ja' })

/** Of earlier versions; they still work. */
const EARLIER_NAMES = ['changePassword', 'deleteWithoutArchive', 'handOver', 'refreshUsers'] as const

/** The setting as people write it: by operation; one that isn't there has the audience that it declares. */
export const permissionsSetting = z
  .partialRecord(z.enum([...operationNames, logAccess.name, ...EARLIER_NAMES]), z.enum(audiences))
  .refine(namesEachOnce, 'has an operation twice: by its earlier name, too')
  .transform((given): Policy['permissions'] => {
    return Object.fromEntries(Object.entries(given).map(([name, audience]) => [kebabCase(name), audience]))
  })
  .prefault({})
  .register(about, {
    description: 'Who can do what, where that differs from the table in docs/permissions.md',
    example: { delete: 'owner', sleep: 'channel' },
  })

function namesEachOnce(given: object): boolean {
  const names = Object.keys(given)
  return new Set(names.map(kebabCase)).size === names.length
}

export interface Config {
  policy: Policy
  locale: z.output<typeof localeSetting>
}

/** What every platform shares. A function has only those rules that it reads. */
export function toConfig(settings: Partial<Policy> & Pick<Config, 'locale'>): Config {
  return { locale: settings.locale, policy: policyOf(settings) }
}

interface Reading {
  /** What is wrong besides, a line each. */
  otherProblems?: string[]
  /** What people call a setting. */
  nameOf?: (path: PropertyKey[]) => string
}

/** The settings. ConfigError with a line for each problem: the setting, what is wrong with it, and an example of what is right. */
export function parseSettings<T extends z.ZodType>(schema: T, given: unknown, reading: Reading = {}): z.output<T> {
  const { otherProblems = [], nameOf = (path) => path.map(String).join('.') } = reading
  const result = schema.safeParse(given, { error: ({ input }) => (input === undefined ? 'is missing' : undefined) })
  if (result.success && otherProblems.length === 0) return result.data
  throw new ConfigError([...problemsOf(schema, result.error?.issues ?? [], nameOf), ...otherProblems].join('\n'))
}

function problemsOf(schema: z.ZodType, issues: z.core.$ZodIssue[], nameOf: (path: PropertyKey[]) => string): string[] {
  return issues.flatMap((issue) => {
    const { path, message } = likeliest(issue)
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${nameOf([...path, key])}: there is no such setting`)
    const example = exampleAt(schema, path)
    return `${nameOf(path)}: ${message}${example === undefined ? '' : `, for example ${JSON.stringify(example)}`}`
  })
}

/** Of a setting that may be of several shapes, the problem with the one that was meant: all keys of it are known there. */
function likeliest(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, 'path' | 'message'> {
  if (issue.code !== 'invalid_union') return issue
  const [meant, ...others] = issue.errors.filter(
    (problems) => !problems.some(({ code }) => code === 'unrecognized_keys'),
  )
  const [first] = meant ?? []
  return first === undefined || others.length > 0 ? issue : { ...first, path: [...issue.path, ...first.path] }
}

/** The example that stands nearest to that path. */
function exampleAt(schema: z.ZodType, path: PropertyKey[]): unknown {
  let at: z.core.$ZodType | undefined = schema
  let example: unknown
  for (const key of path) {
    const within: z.core.$ZodType = unwrapped(at)
    if (within instanceof z.ZodObject) at = partsOf(within)[String(key)]
    else if (within instanceof z.ZodArray) at = within.element
    else break
    if (at === undefined) break
    example = about.get(at)?.example ?? example
  }
  return example
}

const partsOf = ({ shape }: z.ZodObject): z.core.$ZodShape => shape

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return unwrapped(schema.unwrap())
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema
}
