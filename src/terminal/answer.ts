import type { ViewContext } from '../../views/view-context.ts'
import type { OrderField } from '../site/order.ts'
import type { UserError } from '../site/user-error.ts'
import type { Command } from './command.ts'
import type { TerminalDeps } from './terminal-deps.ts'

/** What came of a command: for people, and for scripts. */
export interface CommandResult {
  text: string
  data: object
  /** Some of it could not be done. */
  isIncomplete?: boolean
}

/** Or why it cannot be. */
export type Answer =
  | CommandResult
  | { errors: { error: UserError; field?: OrderField }[] }
  /** It needs more than the table, and there is nothing more. */
  | 'needs-platform'
  /** It is for stacks on AWS. */
  | 'needs-stack'

export interface CommandContext {
  by: string
  viewContext: ViewContext
}

/** Runs one kind of command. UserErrors are answers. */
export type CommandHandler<C extends Command['command']> = (
  command: Extract<Command, { command: C }>,
  context: CommandContext,
  deps: TerminalDeps,
) => Promise<Answer>
