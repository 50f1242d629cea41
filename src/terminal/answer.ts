import type { ViewContext } from '../../views/view-context.ts'
import type { OrderField } from '../site/order.ts'
import type { UserError } from '../site/user-error.ts'
import type { Command } from './command.ts'
import type { Output } from './output.ts'
import type { TerminalDeps } from './terminal-deps.ts'

/** A command's answer, for people and for scripts. */
export interface CommandResult {
  text: string
  data: object
  /** Part of it failed. */
  isIncomplete?: boolean
  /** It goes on: what is to be asked next, with what it says so far. */
  next?: Output['next']
}

/** Or why it failed. */
export type Answer =
  | CommandResult
  | { errors: { error: UserError; field?: OrderField }[] }
  /** It needs more than the table, which is all there is. */
  | 'needs-platform'
  /** It only works with stacks on AWS. */
  | 'needs-stack'
  /** It only works where machines are containers, or on AWS. */
  | 'needs-containers'

export interface CommandContext {
  by: string
  /** The MCP client that asks for them. */
  agent?: string | undefined
  viewContext: ViewContext
}

/** Runs one kind of command. UserErrors are answers. */
export type CommandHandler<C extends Command['command']> = (
  command: Extract<Command, { command: C }>,
  context: CommandContext,
  deps: TerminalDeps,
) => Promise<Answer>
