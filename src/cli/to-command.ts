import type { TerminalCommand, TerminalText } from '../../views/text/terminal.ts'
import { usualOrder } from '../site/requests/create.ts'
import type { PlainCommand, Command } from '../terminal/command.ts'
import type { Parsed } from './parse.ts'
import { CHANNEL_ID, USER_ID } from '../site/slack-ids.ts'
import { UsageError } from './usage-error.ts'

/** What the command line asks for, `password` being what came by standard input. UsageError when something is missing. */
export function toCommand(
  { command, words, options }: Parsed & { command: Exclude<TerminalCommand, 'help'> },
  password: string,
  text: TerminalText,
): Command {
  const [typed = '', second = ''] = words
  // As in Slack: names have small letters only, and a new one is told so.
  const name = command === 'create' ? typed : typed.toLowerCase()
  switch (command) {
    case 'list':
      return listOf(options)
    case 'create':
      return { command, order: orderOf(name, options, password, text) }
    case 'extend':
      return { command, name, howFar: second }
    case 'owner':
      return { command, name, owner: second }
    case 'password':
      return { command, name, password, ...(options.user !== undefined && { user: options.user }) }
    case 'delete':
      return { command: deletion(options), name }
    case 'sweep':
      if (options['dry-run'] !== true) throw new UsageError(text.problems.dryRunOnly)
      return { command }
    case 'replay':
      return { command, dryRun: options['dry-run'] === true }
    default:
      return { command, name }
  }
}

export function deletion(options: Parsed['options']): Extract<PlainCommand, `delete${string}`> {
  return options['without-archive'] === true ? 'delete-without-archive' : 'delete'
}

function listOf({ owner, channel, archived }: Parsed['options']): Command {
  if (owner !== undefined) return { command: 'list', by: 'owner', of: owner }
  if (channel !== undefined) return { command: 'list', by: 'channel', of: channel }
  return { command: 'list', by: 'life', of: archived === true ? 'archived' : 'live' }
}

function orderOf(name: string, options: Parsed['options'], password: string, { problems }: TerminalText) {
  const { repository, owner, channel, branch, image, size, until, team } = options
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
    documentRoot: options['document-root'] ?? '',
    accessUser: options.user ?? usualOrder.accessUser,
    spaFallback: options['spa-fallback'] === true,
    spot: options.spot === true,
    ...(branch !== undefined && { branch }),
    ...(image !== undefined && { image }),
    ...(size !== undefined && { size }),
    ...(until !== undefined && { howFar: until }),
    ...(team !== undefined && { sshTeam: team }),
  }
}
