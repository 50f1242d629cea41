import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../../views/blocks.ts'
import type { Actor } from '../../site/permissions.ts'
import type { ViewContext } from '../../../views/view-context.ts'
import type { ListenerDeps } from '../listener-deps.ts'

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
 * One command: gets the words after its name, and returns what only the asker sees; nothing where a form was opened.
 * UserErrors are shown to them.
 */
export type Command = (words: string[], asker: Caller, deps: ListenerDeps) => Promise<MessageView | undefined>
