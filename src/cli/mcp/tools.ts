import * as z from 'zod'
import { textOf } from '../../../views/operation-text.ts'
import { textsFor } from '../../../views/text/for-locale.ts'
import { terminalText } from '../../../views/text/terminal.ts'
import { type OperationName, operationNamed, operationNames } from '../../site/operations/all.ts'
import { isSecret, typedArguments } from '../../site/operations/arguments.ts'
import { settingNamed } from '../../site/site-settings.ts'
import { isSlackUser } from '../../site/slack-ids.ts'
import type { Command } from '../../terminal/command.ts'
import { parseCommandLine, toCommand, UsageError } from '../parse.ts'

/** Something that an MCP client can call. */
export interface Tool {
  name: string
  description: string
  /** A plain object: the SDK lists a tool with any other schema as one without arguments. */
  input: z.ZodObject
  /** Loose: a field outside it makes the client fail when the work is done. */
  output: z.ZodObject
  /** It changes nothing. */
  isReadOnly: boolean
  /** People are asked before. */
  isDestructive: boolean
  /** What is asked for by these arguments. UsageError when that can't be. */
  toCommand(args: Arguments): Command
  /** What of the command's answer it returns; left out: all. */
  pick?(data: Record<string, unknown>): Record<string, unknown>
}

/** By name, as `input` parsed them. */
export const argumentsSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]).optional())
type Arguments = Readonly<z.infer<typeof argumentsSchema>>
type Locale = 'en' | 'ja'

/** Agents pay for each. */
const MAX_LINES = 1000

/** As `siteJson` writes it, as far as agents are told. */
const siteSchema = z.looseObject({
  name: z.string(),
  phase: z.string().optional(),
  address: z.string().optional(),
  branch: z.string().optional(),
  expiresAt: z.string().optional(),
  operations: z.array(z.string()).optional(),
})

const text = z.string().optional()
/** What a terminal takes by standard input. */
const pipedSchema = z.object({ password: z.string().default(''), variables: z.string().default('') })
const flag = z.boolean().optional()
const reading = { isReadOnly: true, isDestructive: false } as const

/** All tools: each operation, and what else a terminal can do with sites. `by` asks, and owns new sites if that is a Slack user. */
export function toolsFor(locale: Locale, by: string): Tool[] {
  return [...readingTools(locale), createTool(locale, by), ...operationNames.map((name) => operationTool(name, locale))]
}

function readingTools(locale: Locale): Tool[] {
  const { help, mcp } = terminalText[locale]
  const name = z.string().describe(mcp.site)
  return [
    {
      ...reading,
      name: 'list',
      description: help.lines.list,
      input: z.object({ words: text.describe(mcp.words), owner: text, channel: text, archived: flag }),
      output: z.looseObject({ sites: z.array(siteSchema) }),
      toCommand: ({ words = '', ...options }) =>
        asTyped(locale, ['list', ...String(words).split(' ').filter(Boolean)], options),
    },
    {
      ...reading,
      name: 'show',
      description: help.lines.show,
      input: z.object({ name }),
      output: z.looseObject({ site: siteSchema }),
      toCommand: ({ name: site }) => asTyped(locale, ['show', site]),
    },
    {
      ...reading,
      name: 'shares',
      description: help.lines.shares,
      input: z.object({ name }),
      output: z.looseObject({ shares: z.array(z.looseObject({ client: z.string() })) }),
      toCommand: ({ name: site }) => asTyped(locale, ['shares', site]),
    },
    {
      ...reading,
      name: 'deploy-state',
      description: mcp.deployState,
      input: z.object({ name }),
      output: z.looseObject({ name: z.string(), phase: z.string(), address: z.string() }),
      toCommand: ({ name: site }) => asTyped(locale, ['show', site]),
      pick: ({ site }) => {
        const { name: of, phase, address, deploying, deploy, failure } = z.looseObject({}).parse(site)
        return { name: of, phase, address, deploying, deploy, failure }
      },
    },
    {
      ...reading,
      name: 'logs',
      description: help.lines.logs,
      input: z.object({
        name,
        log: text.describe(mcp.log),
        lines: z.number().int().min(1).max(MAX_LINES).optional().describe(mcp.lines),
      }),
      output: z.looseObject({ log: z.string(), logs: z.array(z.string()), text: z.string() }),
      toCommand: ({ name: site, log, ...options }) =>
        asTyped(locale, ['logs', site, ...(log === undefined ? [] : [log])], options),
    },
  ]
}

function createTool(locale: Locale, by: string): Tool {
  const { help, mcp } = terminalText[locale]
  const { labels, flags } = textsFor(locale).createForm
  const owner = isSlackUser(by) ? { owner: by } : {}
  return {
    name: 'create',
    description: `${help.lines.create} ${mcp.creates}`,
    isReadOnly: false,
    isDestructive: false,
    input: z.object({
      name: z.string().describe(labels.name),
      repository: z.string().describe(labels.repository),
      channel: z.string().describe(labels.channel),
      owner: ('owner' in owner ? text : z.string()).describe(mcp.owner),
      branch: text.describe(labels.branch),
      'app-directory': text.describe(labels.appDirectory),
      'published-directory': text.describe(labels.documentRoot),
      'start-command': text.describe(labels.startCommand),
      services: text.describe(labels.services),
      'shared-directories': text,
      image: text.describe(labels.image),
      size: text.describe(labels.size),
      until: text.describe(labels.lastDay),
      user: text.describe(labels.accessUser),
      password: text.describe(mcp.password),
      team: text.describe(labels.sshTeam),
      'spa-fallback': flag.describe(flags.spaFallback),
      spot: flag.describe(flags.spot),
    }),
    output: z.looseObject({ site: siteSchema, password: text }),
    toCommand: ({ name, password, ...options }) =>
      asTyped(locale, ['create', name], { ...owner, ...options }, { password }),
  }
}

function operationTool(name: OperationName, locale: Locale): Tool {
  const { args, confirms } = operationNamed(name)
  const { mcp } = terminalText[locale]
  const { line, args: words = {} } = textOf(name, { texts: textsFor(locale) })
  const inputs = Object.entries(args).map(([arg, { kind, isOptional }]) => {
    const label = words[arg]?.label ?? arg
    const { hint = kind === 'password' ? mcp.password : label } = words[arg] ?? {}
    const schema = settingNamed(arg)?.input === 'flag' ? z.boolean() : z.string()
    const described = schema.describe(hint === label ? label : `${label}: ${hint}`)
    return [arg, isOptional === true || isSecret(kind) ? described.optional() : described] as const
  })
  return {
    name,
    description: line,
    isReadOnly: false,
    isDestructive: confirms,
    input: z.object({ name: z.string().describe(mcp.site), ...Object.fromEntries(inputs) }),
    output: z.looseObject({ site: siteSchema.optional(), password: text }),
    toCommand: ({ name: site, ...given }) => {
      const typed = typedArguments(args)
      const secret = (one: string) => isSecret(args[one]?.kind)
      const options = Object.entries(given).filter(([one]) => !typed.includes(one) && !secret(one))
      const variables = Object.keys(args).find((one) => args[one]?.kind === 'variables')
      return asTyped(locale, [name, site, ...typed.map((one) => given[one])], Object.fromEntries(options), {
        password: given['password'],
        variables: variables === undefined ? undefined : given[variables],
      })
    },
  }
}

/** The command that a command line of these would be, so that both read alike. */
function asTyped(
  locale: Locale,
  words: readonly Arguments[string][],
  options: Arguments = {},
  piped: Arguments = {},
): Command {
  const flags = Object.entries(options).flatMap(([option, value]) => {
    if (value === undefined) return []
    return typeof value === 'boolean' ? [value ? `--${option}` : `--no-${option}`] : [`--${option}=${value}`]
  })
  const { command, ...parsed } = parseCommandLine([...flags, '--', ...words.map(String)], locale)
  if (command === 'help' || command === 'mcp') {
    throw new UsageError(terminalText[locale].problems.unknownCommand({ typed: command }))
  }
  return toCommand({ ...parsed, command }, pipedSchema.parse(piped), terminalText[locale])
}
