import * as z from 'zod'
import { describeProblems } from '../block-kit/problems.ts'
import { parseJson } from '../parse-json.ts'
import { SlackError } from '../slack-error.ts'
import type { App } from '../manifest.ts'

export type Fields = Record<string, unknown>

/** One method of the Web API. */
export interface Method {
  /** @throws SlackError */
  call(params: Fields, app: App): Fields
}

interface MethodDefinition<Schema extends z.ZodType> {
  /** The bot scope that it needs; none when any token may call it. */
  scope?: string | ((params: z.infer<Schema>) => string)
  /** All arguments that it knows. Slack ignores others; here they are errors, since they are mistakes. */
  params: Schema
  run(params: z.infer<Schema>): Fields
}

/** Checks arguments and scope, then runs it. */
export function defineMethod<Schema extends z.ZodType>({
  scope,
  params: schema,
  run,
}: MethodDefinition<Schema>): Method {
  return {
    call: (given, app) => {
      const parsed = schema.safeParse(given)
      if (!parsed.success) throw new SlackError('invalid_arguments', describeProblems(parsed.error, given, ''))
      const needed = typeof scope === 'function' ? scope(parsed.data) : scope
      if (needed !== undefined) requireScope(app, needed)
      return run(parsed.data)
    },
  }
}

/** @throws SlackError `missing_scope` */
function requireScope(app: App, needed: string): void {
  if (!app.scopes.includes(needed)) {
    throw new SlackError('missing_scope', [], { needed, provided: app.scopes.join(',') })
  }
}

export const id = z.string().min(1)

/** Forms carry everything as text. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
])

/** JSON, as text in forms. `code` is the error for text that is not JSON. */
export function readJson(value: unknown, code: string): unknown {
  if (typeof value !== 'string') return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
  const json = parseJson(value)
  if (json === undefined) throw new SlackError(code)
  return json
}
