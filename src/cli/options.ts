import { type TerminalCommand, terminalCommands } from '../../views/text/terminal.ts'

/** What may follow a command, by option. */
export const optionTypes = {
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
  repository: { type: 'string' },
  branch: { type: 'string' },
  'document-root': { type: 'string' },
  image: { type: 'string' },
  size: { type: 'string' },
  until: { type: 'string' },
  user: { type: 'string' },
  team: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'spa-fallback': { type: 'boolean' },
  spot: { type: 'boolean' },
  'without-archive': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const

export type OptionName = keyof typeof optionTypes

/** What every command takes. */
const EVERYWHERE: readonly OptionName[] = ['local', 'data-dir', 'stack', 'json', 'yes', 'as', 'help']

interface CommandShape {
  /** Words after it, as usage has them. */
  words: readonly string[]
  options: readonly OptionName[]
}

export const commandShapes = {
  list: { words: [], options: ['owner', 'channel', 'archived'] },
  show: { words: ['NAME'], options: [] },
  create: {
    words: ['NAME'],
    options: [
      ...(['repository', 'branch', 'document-root', 'image', 'size', 'until', 'user', 'team'] as const),
      ...(['spa-fallback', 'spot', 'owner', 'channel', 'password-stdin'] as const),
    ],
  },
  extend: { words: ['NAME', 'DAYS|DATE'], options: [] },
  sleep: { words: ['NAME'], options: [] },
  wake: { words: ['NAME'], options: [] },
  delete: { words: ['NAME'], options: ['without-archive'] },
  restore: { words: ['NAME'], options: [] },
  password: { words: ['NAME'], options: ['user', 'password-stdin'] },
  redeploy: { words: ['NAME'], options: [] },
  users: { words: ['NAME'], options: [] },
  retry: { words: ['NAME'], options: [] },
  owner: { words: ['NAME', 'USER'], options: [] },
  sweep: { words: [], options: ['dry-run'] },
  replay: { words: [], options: ['dry-run'] },
  help: { words: [], options: [] },
} as const satisfies Record<TerminalCommand, CommandShape>

export function isCommand(word: string): word is TerminalCommand {
  return terminalCommands.some((command) => command === word)
}

export function takes(command: TerminalCommand, option: string): boolean {
  const own: readonly string[] = commandShapes[command].options
  const everywhere: readonly string[] = EVERYWHERE
  return own.includes(option) || everywhere.includes(option)
}
