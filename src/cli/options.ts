import { argumentWords } from '../../views/help.ts'
import type { OtherTerminalCommand } from '../../views/text/terminal.ts'
import type { Texts } from '../../views/text/texts.ts'
import { commandWords } from '../site/commands.ts'
import { hasKind, isSecret, typedArguments } from '../site/operations/arguments.ts'
import { type OperationName, operationNamed, operationNames } from '../site/operations/all.ts'

const fixed = {
  local: { type: 'boolean' },
  'data-dir': { type: 'string' },
  stack: { type: 'string' },
  json: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  as: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  owner: { type: 'string' },
  channel: { type: 'string' },
  archived: { type: 'boolean' },
  by: { type: 'string' },
  since: { type: 'string' },
  repository: { type: 'string' },
  branch: { type: 'string' },
  'document-root': { type: 'string' },
  'app-directory': { type: 'string' },
  'published-directory': { type: 'string' },
  'start-command': { type: 'string' },
  services: { type: 'string' },
  'shared-directories': { type: 'string' },
  image: { type: 'string' },
  size: { type: 'string' },
  until: { type: 'string' },
  match: { type: 'string' },
  user: { type: 'string' },
  team: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'spa-fallback': { type: 'boolean' },
  spot: { type: 'boolean' },
  'without-archive': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  lines: { type: 'string', short: 'n' },
  follow: { type: 'boolean', short: 'f' },
} as const

/** Every option, by name. */
export const optionTypes: typeof fixed & Record<string, { type: 'string' | 'boolean' }> = {
  ...Object.fromEntries(
    operationNames
      .flatMap((one) => [...ownOptions(one), ...optionsForMany(one)])
      .map((name) => [name, { type: 'string' as const }]),
  ),
  ...fixed,
}

/** Options of every command. */
const EVERYWHERE: readonly string[] = ['local', 'data-dir', 'stack', 'json', 'yes', 'as', 'help']

/** Commands besides operations. */
const OTHERS: Record<
  OtherTerminalCommand,
  {
    first?: string
    takesName?: true
    takesLabel?: true
    takesLog?: true
    takesWords?: true
    options: readonly string[]
  }
> = {
  list: { takesWords: true, options: ['owner', 'channel', 'archived'] },
  show: { takesName: true, options: [] },
  shares: { takesName: true, options: [] },
  costs: { options: ['by'] },
  audit: { options: ['since'] },
  logs: { takesName: true, takesLog: true, options: ['lines', 'follow'] },
  db: { first: 'dump|load', takesName: true, options: [] },
  image: { first: 'bake', takesLabel: true, options: [] },
  create: {
    takesName: true,
    options:
      'repository branch app-directory published-directory start-command services shared-directories image size until user team spa-fallback spot owner channel password-stdin'.split(
        ' ',
      ),
  },
  sweep: { options: ['dry-run'] },
  replay: { options: ['dry-run'] },
  mcp: { options: [] },
  help: { options: [] },
}

export const terminalCommands = [
  'list',
  'show',
  'shares',
  'costs',
  'audit',
  'logs',
  'db',
  'image',
  'create',
  ...operationNames,
  'sweep',
  'replay',
  'mcp',
  'help',
] as const
export type TerminalCommand = (typeof terminalCommands)[number]

/** The command for a word: its name, or another word that Slack accepts for it. */
export function commandFor(word: string, { isForGood }: { isForGood: boolean }): TerminalCommand | undefined {
  const command = terminalCommands.find((one) => one === word) ?? commandWords.get(word)
  // The name that earlier versions used.
  return command === 'delete' && isForGood ? 'delete-without-archive' : command
}

export function isOther(command: TerminalCommand): command is OtherTerminalCommand {
  return command in OTHERS
}

/** The words after a command, as usage shows them in that language (those in `more` can be left out), and its own options. */
export function shapeOf(
  command: TerminalCommand,
  texts: Texts,
): {
  words: readonly string[]
  /** Any number of words may follow these. */
  takesWords?: true
  /** Or these, in order. */
  more?: readonly string[]
  options: readonly string[]
} {
  if (isOther(command)) {
    const { first, takesName, takesLabel, takesLog, takesWords, options } = OTHERS[command]
    return {
      ...(takesWords === true && { takesWords }),
      words: [
        ...(first === undefined ? [] : [first]),
        ...(takesName === true ? [texts.siteName] : []),
        ...(takesLabel === true ? ['LABEL'] : []),
      ],
      ...(takesLog === true && { more: ['LOG'] }),
      options,
    }
  }
  const words = argumentWords(command, { texts }).map(([, word]) => word)
  return { words: [texts.siteName, ...words], options: ownOptions(command) }
}

/** Does it read variables, `NAME=value` in each line, from standard input? */
export function takesVariables(command: TerminalCommand): boolean {
  return !isOther(command) && hasKind(operationNamed(command).args, 'variables')
}

/** Several sites at once: not what's secret, since a secret that was typed by mistake would pass for a name, no settings, and no links, each of which is shown once. */
export function takesMany(operation: OperationName): boolean {
  return Object.values(operationNamed(operation).args).every(
    ({ kind }) => !isSecret(kind) && kind !== 'setting' && kind !== 'client',
  )
}

/** Optional arguments are options; a password only comes by standard input. */
function ownOptions(operation: OperationName): string[] {
  return Object.entries(operationNamed(operation).args).flatMap(([name, { kind, isOptional }]) =>
    kind === 'password' ? ['password-stdin'] : isOptional === true ? [name] : [],
  )
}

/** Besides those in its usage: of several sites, what's typed after a name is an option. */
function optionsForMany(operation: OperationName): string[] {
  return takesMany(operation) ? [...typedArguments(operationNamed(operation).args), 'match'] : []
}

export function takes(command: TerminalCommand, option: string, texts: Texts): boolean {
  // What earlier versions called the published directory.
  const more =
    command === 'delete-without-archive' ? ['without-archive'] : command === 'create' ? ['document-root'] : []
  const many = isOther(command) ? [] : optionsForMany(command)
  return [...shapeOf(command, texts).options, ...many, ...EVERYWHERE, ...more].includes(option)
}
