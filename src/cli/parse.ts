import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { textsFor } from '../../views/text/for-locale.ts'
import { terminalText, type TerminalText } from '../../views/text/terminal.ts'
import { isLabel, MAX_LABEL } from '../control/images/label.ts'
import { isDate } from '../site/calendar.ts'
import { costGroups } from '../site/costs.ts'
import { operationNamed } from '../site/operations/all.ts'
import type { OperationName } from '../site/operations/all.ts'
import { readWords, typedArguments } from '../site/operations/arguments.ts'
import { LOG_NAME, USUAL_LINES } from '../site/logs.ts'
import { usualOrder } from '../site/order.ts'
import { TICKED } from '../site/site-settings.ts'
import { CHANNEL_ID, USER_ID } from '../site/slack-ids.ts'
import type { Command } from '../terminal/command.ts'
import { commandFor, isOther, optionTypes, shapeOf, takes, takesMany, type TerminalCommand } from './options.ts'

/** The command line is wrong; the message says why, in the reader's language. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** A parsed command line, with as many words as the command takes. */
export interface Parsed {
  command: TerminalCommand
  /** Without the names of an operation's sites. */
  words: string[]
  /** Of an operation's sites; none where `--match` finds them. */
  names: string[]
  options: ReturnType<typeof readOptions>['values']
}

/** UsageError for anything misspelled, missing, or extra. */
export function parseCommandLine(args: string[], locale: 'en' | 'ja'): Parsed {
  const { problems } = terminalText[locale]
  const texts = textsFor(locale)
  const { values: options, positionals } = readOptions(args)
  const [typed = 'help', ...words] = positionals
  if (options.help === true) return { command: 'help', words: [], names: [], options }
  const command = commandFor(typed, { isForGood: options['without-archive'] === true })
  if (command === undefined) throw new UsageError(problems.unknownCommand({ typed }))
  const wrong = Object.keys(options).find((option) => !takes(command, option, texts))
  if (wrong !== undefined) throw new UsageError(problems.notForCommand({ option: wrong, command }))
  const { words: wanted, takesWords, more = [] } = shapeOf(command, texts)
  if (!isOther(command)) return { command, options, ...namesIn(command, words, options, wanted, problems) }
  const missing = wanted[words.length]
  if (missing !== undefined) throw new UsageError(problems.missing({ what: missing }))
  const [extra] = takesWords === true ? [] : words.slice(wanted.length + more.length)
  if (extra !== undefined) throw new UsageError(problems.tooMany({ word: extra }))
  return { command, words, names: [], options }
}

/** One name and what's typed after it; or, with that in options, any number of names; or what's typed for those that `--match` finds. */
function namesIn(
  command: OperationName,
  words: string[],
  options: Parsed['options'],
  [nameWord, ...argumentWords]: readonly string[],
  problems: TerminalText['problems'],
): Pick<Parsed, 'words' | 'names'> {
  const { args } = operationNamed(command)
  const typed = typedArguments(args)
  const isMatched = options.match !== undefined
  const areOptions = typed.some((name) => Object.hasOwn(options, name))
  const count = isMatched ? 0 : takesMany(command) && (typed.length === 0 || areOptions) ? words.length : 1
  const [names, rest] = [words.slice(0, count), words.slice(count)]
  if (names.length === 0 && !isMatched) throw new UsageError(problems.missing({ what: nameWord ?? '' }))
  const missing = areOptions ? undefined : argumentWords[rest.length]
  if (missing !== undefined) throw new UsageError(problems.missing({ what: missing }))
  const [extra] = areOptions ? rest : readWords(args, rest).rest
  if (extra !== undefined) throw new UsageError(problems.tooMany({ word: extra }))
  return { names: names.map(nameOf), words: rest }
}

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options: optionTypes, allowPositionals: true, allowNegative: true, strict: true })
  } catch (cause) {
    // Node's own message, in English: which option, and what's wrong with it.
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** The command of a command line, for the site of that name or else the first one, with what came by standard input. UsageError if something is missing. */
export function toCommand(
  { command, words, names, options }: Parsed & { command: Exclude<TerminalCommand, 'help' | 'mcp'> },
  { password, variables }: { password: string; variables: string },
  text: TerminalText,
  name = names[0] ?? '',
): Command {
  const [typed = '', ...more] = words
  switch (command) {
    case 'list':
      return listOf(words, options)
    case 'costs': {
      const by = costGroups.find((one) => one === (options.by ?? 'site'))
      if (by === undefined) throw new UsageError(text.problems.costsBy)
      return { command, by }
    }
    case 'audit': {
      const { since } = options
      if (since !== undefined && !isDate(since)) throw new UsageError(text.problems.sinceDate)
      return { command, ...(since !== undefined && { since }) }
    }
    case 'create':
      return { command, order: orderOf(typed, options, password, text) }
    case 'sweep':
      if (options['dry-run'] !== true) throw new UsageError(text.problems.dryRunOnly)
      return { command }
    case 'replay':
      return { command, dryRun: options['dry-run'] === true }
    case 'db': {
      const action = (['dump', 'load'] as const).find((one) => one === typed)
      if (action === undefined) throw new UsageError(text.problems.dumpOrLoad)
      return { command, action, name: nameOf(more[0] ?? '') }
    }
    case 'image':
      if (typed !== 'bake') throw new UsageError(text.problems.bakeOnly)
      return { command, action: typed, label: labelOf(more[0] ?? '', text), holder: randomUUID() }
    case 'logs':
      return logsOf(nameOf(typed), more[0], options, text)
    case 'show':
    case 'shares':
      return { command, name: nameOf(typed) }
    default: {
      const { args } = operationNamed(command)
      const given = Object.entries(options).flatMap(([name, value]): [string, string][] =>
        name in args && value !== undefined ? [[name, textOf(value)]] : [],
      )
      const lines = Object.entries(args).flatMap(([name, { kind }]): [string, string][] =>
        kind === 'variables' ? [[name, variables]] : [],
      )
      const secrets = { ...Object.fromEntries(lines), ...(password !== '' && { password }) }
      const all = { ...readWords(args, words).args, ...Object.fromEntries(given), ...secrets }
      return { command, name, args: all }
    }
  }
}

/** A switch is a box in Slack's form. */
function textOf(value: string | boolean): string {
  if (typeof value === 'string') return value
  return value ? TICKED : ''
}

function logsOf(
  name: string,
  log: string | undefined,
  options: Parsed['options'],
  { problems }: TerminalText,
): Command {
  const { lines = String(USUAL_LINES), follow = false, json } = options
  if (!/^[1-9]\d{0,5}$/.test(lines)) throw new UsageError(problems.linesNumber)
  if (log !== undefined && !LOG_NAME.test(log)) throw new UsageError(problems.logName)
  if (follow && json === true) throw new UsageError(problems.followJson)
  return { command: 'logs', name, lines: Number(lines), follow, ...(log !== undefined && { log }) }
}

function labelOf(typed: string, { problems }: TerminalText): string {
  const label = typed.trim()
  if (!isLabel(label)) throw new UsageError(problems.labelInvalid({ max: MAX_LABEL }))
  return label
}

/** As in Slack: names are lowercase; someone who types a new one with capitals gets an error. */
function nameOf(typed: string): string {
  return typed.toLowerCase()
}

function listOf(words: string[], { owner, channel, archived }: Parsed['options']): Command {
  if (owner !== undefined) return { command: 'list', by: 'owner', of: owner, words }
  if (channel !== undefined) return { command: 'list', by: 'channel', of: channel, words }
  return { command: 'list', by: 'life', of: archived === true ? 'archived' : 'live', words }
}

function orderOf(name: string, options: Parsed['options'], password: string, { problems }: TerminalText) {
  const { repository, owner, channel, branch, image, size, until, team } = options
  const { 'app-directory': appDirectory, 'start-command': startCommand, services } = options
  const sharedDirectories = options['shared-directories']
  const needed = { repository, owner, channel }
  const missing = Object.entries(needed).find(([, value]) => value === undefined)
  if (repository === undefined || owner === undefined || channel === undefined) {
    throw new UsageError(problems.missing({ what: `--${missing?.[0]}` }))
  }
  if (!USER_ID.test(owner)) throw new UsageError(problems.notAnId({ option: 'owner', example: 'U0123ABCD' }))
  if (!CHANNEL_ID.test(channel)) {
    throw new UsageError(problems.notAnId({ option: 'channel', example: 'C0123ABCD' }))
  }
  return {
    name,
    repository,
    owner,
    channel,
    password,
    documentRoot: options['published-directory'] ?? options['document-root'] ?? '',
    accessUser: options.user ?? usualOrder.accessUser,
    spaFallback: options['spa-fallback'] === true,
    spot: options.spot === true,
    ...(appDirectory !== undefined && { appDirectory }),
    ...(startCommand !== undefined && { startCommand }),
    ...(services !== undefined && { services }),
    ...(sharedDirectories !== undefined && { sharedDirectories }),
    ...(branch !== undefined && { branch }),
    ...(image !== undefined && { image }),
    ...(size !== undefined && { size }),
    ...(until !== undefined && { howFar: until }),
    ...(team !== undefined && { sshTeam: team }),
  }
}
