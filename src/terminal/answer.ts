import type { Reader } from '../../views/reader.ts'
import type { OrderField } from '../site/requests/create.ts'
import type { UserError } from '../site/user-error.ts'
import type { Wish } from './wish.ts'
import type { TerminalDeps } from './terminal-deps.ts'

/** What came of a wish: for people, and for scripts. */
export interface Granted {
  text: string
  data: object
  /** Some of it could not be done. */
  isIncomplete?: boolean
}

/** Or why it cannot be. */
export type Answer =
  | Granted
  | { refusals: { error: UserError; field?: OrderField }[] }
  /** It needs more than the table, and there is nothing more. */
  | 'needs-platform'
  /** It is for stacks on AWS. */
  | 'needs-stack'

export interface Asking {
  by: string
  reader: Reader
}

/** Grants one kind of wish. UserErrors are refusals. */
export type Granter<C extends Wish['command']> = (
  wish: Extract<Wish, { command: C }>,
  asking: Asking,
  deps: TerminalDeps,
) => Promise<Answer>
