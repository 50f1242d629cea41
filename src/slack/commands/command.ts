import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../../views/blocks.ts'
import { commandText } from '../../../views/help.ts'
import type { ViewContext } from '../../../views/view-context.ts'
import type { CommandName } from '../../site/commands.ts'
import type { Actor } from '../../site/permissions.ts'
import { UserError } from '../../site/user-error.ts'
import type { ListenerDeps } from '../people.ts'

/** Who ran a command, and where. */
export interface Caller {
  user: string
  channel: string
  triggerId: string
  client: WebClient
  actor: Actor
  viewContext: ViewContext
}

/**
 * One command. Gets the words after its name and returns what only the caller sees, or nothing if it opened a form. UserErrors are shown to
 * the caller.
 */
export type Command = (words: string[], caller: Caller, deps: ListenerDeps) => Promise<MessageView | undefined>

/** UserError for an extra word: it may be a second site, and nobody should believe that we handled that one too. */
export function expectNoMore([word]: readonly string[], command: CommandName, viewContext: ViewContext): void {
  if (word !== undefined)
    throw new UserError('word-left-over', { word, usage: commandText(command, viewContext).usage })
}
