import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../../views/blocks.ts'
import { commandText } from '../../../views/help.ts'
import type { ViewContext } from '../../../views/view-context.ts'
import type { CommandName } from '../../site/commands.ts'
import type { Actor } from '../../site/permissions.ts'
import { UserError } from '../../site/user-error.ts'
import type { ListenerDeps } from '../people.ts'

/** Who typed a command, and where. */
export interface Caller {
  user: string
  channel: string
  triggerId: string
  client: WebClient
  actor: Actor
  viewContext: ViewContext
}

/**
 * One command: gets the words after its name, and returns what only the caller sees; nothing where a form was opened.
 * UserErrors are shown to them.
 */
export type Command = (words: string[], caller: Caller, deps: ListenerDeps) => Promise<MessageView | undefined>

/** UserError for a word too many: it may be a second site, of which nobody should believe that it was done, too. */
export function expectNoMore([word]: readonly string[], command: CommandName, viewContext: ViewContext): void {
  if (word !== undefined)
    throw new UserError('word-left-over', { word, usage: commandText(command, viewContext).usage })
}
